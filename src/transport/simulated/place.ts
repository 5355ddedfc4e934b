import type { Exit, Place, Program, Run } from '../transport.js'
import { whereabouts } from '../whereabouts.js'
import { SimulatedConnection } from './connection.js'
import { UnreachableError } from './errors.js'
import type { World } from './world.js'

/** A place as the simulation sees it. */
export interface SimulatedPlace extends Place {
  readonly name: string
  /** Cut off from its opener for too long. */
  unreachable(afterMs: number): void
  /** A cut ended. */
  release(): void
}

/** Runs the program's module in this thread. `kill` cuts its connection: what it still does reaches nobody. */
export function openPlace(world: World, program: Program): SimulatedPlace {
  const { here, name } = program
  let settle!: (exit: Exit) => void
  const exit = new Promise<Exit>((resolve) => {
    settle = resolve
  })
  let killed = false
  let error: Error | undefined
  const [outside, inside] = SimulatedConnection.pair(world, whereabouts(here.node, 0), here)
  outside.onClose(() => settle({ code: killed || error ? 1 : 0, killed, ...(error ? { error } : {}) }))
  const fail = (thrown: unknown) => {
    error = thrown instanceof Error ? thrown : new Error(String(thrown))
    inside.close()
  }
  // Started by the clock, so that it makes no difference how long the import took.
  const start = (run: Run) =>
    world.clock.arrive(0, () => {
      try {
        run(inside, program.environment, here)
      } catch (thrown) {
        fail(thrown)
      }
    })
  import(program.module.href).then(({ run }: { run: Run }) => start(run), fail)
  return {
    name,
    connection: outside,
    exit,
    kill: () => {
      killed = true
      inside.close() // the inner end: what the place sent before still arrives, then `exit` settles
    },
    unreachable: (afterMs) => fail(new UnreachableError(name, afterMs)),
    release: () => {
      outside.release()
      inside.release()
    },
  }
}

import type { Exit, Place, Program, Run } from '../transport.js'
import { whereabouts } from '../whereabouts.js'
import { InProcessConnection } from './connection.js'

/** Runs the program's module in this thread. `kill` cuts its connection: what it still does reaches nobody. */
export function openPlace(program: Program): Place {
  const { here } = program
  let settle!: (exit: Exit) => void
  const exit = new Promise<Exit>((resolve) => {
    settle = resolve
  })
  let killed = false
  let error: Error | undefined
  const [outside, inside] = InProcessConnection.pair(whereabouts(here.node, 0), here)
  outside.onClose(() => settle({ code: killed || error ? 1 : 0, killed, ...(error ? { error } : {}) }))
  import(program.module.href)
    .then(({ run }: { run: Run }) => run(inside, program.environment, here))
    .catch((thrown: unknown) => {
      error = thrown instanceof Error ? thrown : new Error(String(thrown))
      inside.close()
    })
  const kill = () => {
    killed = true
    inside.close() // the inner end: what the place sent before still arrives, then `exit` settles
  }
  return { connection: outside, exit, kill }
}

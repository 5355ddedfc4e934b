import type { Clock } from '../clock.js'
import type { ActorContext } from '../context.js'
import type { LoadSetup } from '../definition.js'
import { ActorOptionError, SpawnTimeoutError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import { type Monitor, type Outer, setupName } from '../observe/monitor.js'

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'

/** @throws ActorOptionError for what a program without types gives as handlers */
export function checkHandlers(path: string, given: Handlers): Handlers {
  let got = given === null ? 'null' : typeof given
  if (got === 'object') {
    // By for-in, which allocates nothing: a hundred thousand actors may start at once.
    let wrong: string | undefined
    for (const name in given) if (typeof given[name] !== 'function') wrong = name
    if (wrong === undefined) return given
    got = `${typeof given[wrong]} for '${wrong}'`
  }
  const problem = `expected an object of functions, got ${got}: return them from setup`
  throw new ActorOptionError(`handlers of ${path}`, problem)
}

/** Loads an actor's setup and runs it; a promise only where either of them gives one. */
export function runSetup(
  load: LoadSetup,
  context: ActorContext,
  args: unknown,
  monitor: Monitor | undefined,
): Handlers | PromiseLike<Handlers> {
  const run = (setup: Awaited<ReturnType<LoadSetup>>): Handlers | PromiseLike<Handlers> => {
    // The spawner's handler may be running: it gets its place in the monitor back.
    const outer: Outer | undefined = monitor?.enter(context.path, setupName)
    try {
      const handlers = setup(context, args)
      const { path } = context
      return isThenable(handlers)
        ? handlers.then((given) => checkHandlers(path, given))
        : checkHandlers(path, handlers)
    } finally {
      if (outer) monitor!.leave(outer)
    }
  }
  const setup = load()
  return isThenable(setup) ? setup.then(run) : run(setup)
}

/** A setup that takes its time: bounded by a deadline, and given up when its actor ends meanwhile. */
export class PendingSetup {
  /** Rejects with what setup throws, SpawnTimeoutError, or what it was given up for. */
  readonly handlers: Promise<Handlers>
  giveUp!: (error: Error) => void

  constructor(clock: Clock, path: string, timeoutMs: number, setUp: PromiseLike<Handlers>) {
    let cancel = () => {}
    const gaveUp = new Promise<never>((_, reject) => {
      this.giveUp = reject
      cancel = clock.schedule(timeoutMs, () => reject(new SpawnTimeoutError(path, timeoutMs)))
    })
    this.handlers = Promise.race([setUp, gaveUp]).finally(() => cancel())
  }
}

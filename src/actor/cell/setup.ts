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
  const own = typeof given === 'object' && given !== null ? Object.keys(given) : undefined
  const wrong = own?.find((name) => typeof given[name] !== 'function')
  if (own && wrong === undefined) return given
  const got = own ? `${typeof given[wrong!]} for '${wrong}'` : given === null ? 'null' : typeof given
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
      const check = (given: Handlers) => checkHandlers(context.path, given)
      return isThenable(handlers) ? handlers.then(check) : check(handlers)
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

import type { Clock } from '../clock.js'
import { SpawnTimeoutError } from '../errors.js'
import type { Handlers } from '../handlers.js'

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

import type { Clock } from '../clock.js'
import type { Monitor } from './monitor.js'

/** An actor one of whose handlers awaits something. */
export interface Waiter {
  readonly path: string
  /** False once that handler's message was taken from it: the actor failed, or is dead. */
  handles(message: object): boolean
}

/** A handler that awaited for too long, or ended after that. */
export interface LongWait {
  readonly path: string
  readonly name: string
  readonly over: boolean
  readonly ms: number
}

interface Aged {
  readonly waiter: Waiter
  readonly name: string
  readonly since: number
  told: boolean
}

/** How many times within the limit the handlers are looked at: so late is a wait noticed at most. */
const looks = 4

/**
 * The handlers of one place that await something, and since when. A handler costs two map operations and no look
 * at the clock: its time counts from the next look on.
 */
export class Waiting {
  readonly #clock: Clock
  readonly #limitMs: number
  readonly #monitor: Monitor | undefined
  readonly #tell: (wait: LongWait) => void
  readonly #names: (message: object) => string
  #fresh = new Map<object, Waiter>()
  readonly #aged = new Map<object, Aged>()
  #cancel: (() => void) | undefined

  /** @param names what a message is called */
  constructor(
    clock: Clock,
    limitMs: number,
    monitor: Monitor | undefined,
    names: (message: object) => string,
    tell: (wait: LongWait) => void,
  ) {
    this.#clock = clock
    this.#limitMs = limitMs
    this.#monitor = monitor
    this.#names = names
    this.#tell = tell
  }

  get size(): number {
    return this.#fresh.size + this.#aged.size
  }

  add(waiter: Waiter, message: object): void {
    this.#fresh.set(message, waiter)
    this.#publish()
    this.#arm()
  }

  remove(message: object): void {
    if (!this.#fresh.delete(message)) {
      const aged = this.#aged.get(message)
      if (!aged) return
      this.#aged.delete(message)
      this.#end(aged)
    }
    this.#publish()
  }

  dispose(): void {
    this.#cancel?.()
    this.#fresh.clear()
    this.#aged.clear()
  }

  #end({ waiter, name, since, told }: Aged): void {
    if (told) this.#tell({ path: waiter.path, name, over: true, ms: this.#clock.now() - since })
  }

  #publish(): void {
    if (!this.#monitor) return
    const { size } = this
    if (size !== 1) this.#monitor.waiting(size)
    else {
      for (const [message, waiter] of this.#fresh) this.#monitor.waiting(1, waiter.path, this.#names(message))
      for (const { waiter, name } of this.#aged.values()) this.#monitor.waiting(1, waiter.path, name)
    }
  }

  #arm(): void {
    if (this.#cancel) return
    const { background = this.#clock.schedule } = this.#clock
    this.#cancel = background.call(this.#clock, this.#limitMs / looks, this.#look)
  }

  readonly #look = (): void => {
    this.#cancel = undefined
    const now = this.#clock.now()
    let untold = false
    for (const [message, aged] of this.#aged) {
      if (!aged.waiter.handles(message)) this.remove(message)
      else if (!aged.told) {
        const ms = now - aged.since
        // Timers may come a little early.
        if (ms < this.#limitMs * (1 - 1 / (2 * looks))) untold = true
        else {
          aged.told = true
          this.#tell({ path: aged.waiter.path, name: aged.name, over: false, ms })
        }
      }
    }
    for (const [message, waiter] of this.#fresh) {
      if (!waiter.handles(message)) continue
      this.#aged.set(message, { waiter, name: this.#names(message), since: now, told: false })
      untold = true
    }
    this.#fresh = new Map()
    this.#publish()
    // Those that were told of need no more looks; remove() tells of their end.
    if (untold) this.#arm()
  }
}

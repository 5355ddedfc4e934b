import { checkFunction } from '../callbacks.js'
import { tell } from './listeners.js'

/**
 * One thing that happened to a message or an actor.
 *
 * - `sent`: a ref was told or asked · `received`: it came into the mailbox · `handled`: its handler ended, awaits
 *   included · `dropped`: it will not be handled (`reason`)
 * - `spawned`, `restarted`, `stopped`: an actor
 */
export interface TraceEvent {
  readonly type: 'sent' | 'received' | 'handled' | 'dropped' | 'spawned' | 'restarted' | 'stopped'
  /** Milliseconds, comparable among the threads of a process: since 1970 by the system's own clock. */
  readonly at: number
  /** The thread it happened in; 0 is main. */
  readonly place: number
  /** The receiver, or the actor itself. */
  readonly path: string
  /** The message. */
  readonly name?: string
  /** Of an ask, the same in all its events in all threads. A tell has none. */
  readonly correlation?: string
  /** `sent` to another thread or process: size of the encoded payload. */
  readonly bytes?: number
  /** `handled`: from the call of the handler to its result. */
  readonly durationMs?: number
  /** `handled`: it threw. */
  readonly failed?: boolean
  /** `dropped`, `stopped`: why. */
  readonly reason?: string
  readonly incarnation?: number
}

/** Ends a trace. */
export interface Untrace {
  (): void
  /** Events of the system that were lost so far. */
  readonly dropped: number
}

export type TraceListener = (event: TraceEvent) => void

/** What is traced here and now; the rest is filled in by the tracer. */
export type Happening = Omit<TraceEvent, 'at' | 'place'>

/** Where the events of a place go. */
export interface TraceSink {
  put(event: TraceEvent): void
  /** The thread is about to end. */
  flush(): void
}

/** Hands the events of main, and those that threads sent, to the listeners. */
export class TraceListeners implements TraceSink {
  readonly #listeners = new Set<TraceListener>()
  #busy = false
  #dropped = 0

  get size(): number {
    return this.#listeners.size
  }

  /** Events that were lost because they came faster than they could be told. */
  get dropped(): number {
    return this.#dropped
  }

  add(listener: TraceListener): void {
    checkFunction(listener, 'trace')
    this.#listeners.add(listener)
  }

  remove(listener: TraceListener): boolean {
    return this.#listeners.delete(listener)
  }

  /** What a thread sent. */
  take(events: readonly TraceEvent[], dropped: number): void {
    this.#dropped += dropped
    for (const event of events) this.put(event)
  }

  put(event: TraceEvent): void {
    // What a listener itself sends is not traced: it would never end.
    if (this.#busy) return
    this.#busy = true
    try {
      for (const listener of this.#listeners) tell(listener, event)
    } finally {
      this.#busy = false
    }
  }

  flush(): void {}
}

/** Events that wait for a turn of the thread's event loop, and batches that main has not acknowledged. */
const mostWaiting = 1024
const mostBatches = 4

/** Sends a thread's events to main, many at a time. When main is slower than they come, events are dropped and counted. */
export class TraceForwarder implements TraceSink {
  readonly #send: (events: TraceEvent[], dropped: number) => Promise<unknown>
  #events: TraceEvent[] = []
  #dropped = 0
  #batches = 0
  #scheduled = false

  /** @param send resolves when main has taken the events */
  constructor(send: (events: TraceEvent[], dropped: number) => Promise<unknown>) {
    this.#send = send
  }

  put(event: TraceEvent): void {
    if (this.#events.length >= mostWaiting) {
      this.#dropped++
      return
    }
    this.#events.push(event)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(this.#turn)
  }

  flush(): void {
    if (this.#events.length === 0 || this.#batches >= mostBatches) return
    const events = this.#events
    const dropped = this.#dropped
    this.#events = []
    this.#dropped = 0
    this.#batches++
    const taken = () => {
      this.#batches--
      this.flush()
    }
    // A main thread that does not answer is gone or hangs: what it was sent is lost to it either way.
    this.#send(events, dropped).then(taken, taken)
  }

  readonly #turn = (): void => {
    this.#scheduled = false
    this.flush()
  }
}

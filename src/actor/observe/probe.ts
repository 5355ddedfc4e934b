import type { Clock } from '../clock.js'
import { handlerName } from '../stream/streams.js'
import type { Happening, TraceEvent, TraceSink } from './trace.js'

/** A message as far as it is of interest here. */
export interface Traced {
  readonly name?: string
  readonly id?: number
  readonly from?: { readonly place: number }
}

/** Exact times of an actor's handlers, awaits included. */
export interface HandlerTimes {
  totalMs: number
  maxMs: number
}

/** The same for all events of an ask, wherever they happen: asks are numbered by the place that asks. */
export const correlationOf = (place: number, id: number) => `${place}:${id}`

/**
 * What a place does beyond its work while somebody measures or traces. A runtime that nobody looks at has none:
 * then all of this costs one comparison with undefined.
 */
export class Probe {
  readonly #clock: Clock
  readonly #place: number
  readonly #epoch: number
  readonly #began = new WeakMap<object, number>()
  readonly #times = new WeakMap<object, HandlerTimes>()
  #sink: TraceSink | undefined

  /** @param epoch what the clock's 0 is in milliseconds since 1970; 0 for a clock of its own time */
  constructor(clock: Clock, place: number, epoch: number) {
    this.#clock = clock
    this.#place = place
    this.#epoch = epoch
  }

  get tracing(): boolean {
    return this.#sink !== undefined
  }

  traceTo(sink: TraceSink | undefined): void {
    this.#sink?.flush()
    this.#sink = sink
  }

  flush(): void {
    this.#sink?.flush()
  }

  tell(happening: Happening): void {
    if (!this.#sink) return
    // Filled in place: a copy by spread costs more than all the rest of an event.
    const event = happening as { -readonly [K in keyof TraceEvent]: TraceEvent[K] }
    event.at = this.#epoch + this.#clock.now()
    event.place = this.#place
    this.#sink.put(event)
  }

  /** Of the actor's present life and the ones before it. */
  timesOf(actor: object): HandlerTimes | undefined {
    return this.#times.get(actor)
  }

  began(message: object): void {
    this.#began.set(message, this.#clock.now())
  }

  /** A message found no handler after all. */
  forget(message: object): void {
    this.#began.delete(message)
  }

  /** A message that was not begun under these eyes counts for nothing. */
  ended(actor: { readonly path: string }, item: object, failed: boolean): void {
    const began = this.#began.get(item)
    if (began === undefined) return
    this.#began.delete(item)
    const message: Traced = item
    const durationMs = this.#clock.now() - began
    const times = this.#times.get(actor)
    if (times) {
      times.totalMs += durationMs
      times.maxMs = Math.max(times.maxMs, durationMs)
    } else this.#times.set(actor, { totalMs: durationMs, maxMs: durationMs })
    if (message.name !== undefined)
      this.message('handled', actor.path, message, failed ? { durationMs, failed } : { durationMs })
  }

  /** Something that happened to a message; `more` of it is the caller's to give away. */
  message(
    type: Happening['type'],
    path: string,
    { name, id, from }: Traced,
    more?: Omit<Partial<Happening>, 'type' | 'path'>,
  ): void {
    if (!this.#sink) return
    const event: { -readonly [K in keyof Happening]: Happening[K] } = { type, path }
    if (name !== undefined) event.name = handlerName(name)
    if (id !== undefined && id !== 0 && from !== undefined) event.correlation = correlationOf(from.place, id)
    if (more) Object.assign(event, more)
    this.tell(event)
  }
}

import { sameWhereabouts, type Whereabouts } from '../../transport/whereabouts.js'
import { checkSignal } from '../callbacks.js'
import { maxDelayMs } from '../clock.js'
import { ActorDownError, type Ending } from '../errors.js'
import { checkDelay, checkSize } from '../options.js'
import type { Address } from '../ref.js'
import { Sink, type StreamOptions } from './sink.js'
import { type Maker, Source } from './source.js'

/** What a stream's opening message carries: kept apart from its name, so that names stay few. */
type Opening = readonly [credits: number, holdMs: number, payload: unknown, generation?: number]

const mostCredits = 65_536

/** Names that begin so open a stream of what the named handler gives. NUL: handlers can't have them. */
export const streamPrefix = '\0stream:'

/** Of names that the runtime made: the same string each time is found sooner among handlers. Bounded. */
const plainNames = new Map<string, string>()

/** Which handler a message of this name is for, whatever the runtime wrapped it in: see `cell/call.ts`. */
export function handlerName(name: string): string {
  if (name.charCodeAt(0) !== 0) return name
  let plain = plainNames.get(name)
  if (plain === undefined) {
    plain = name.slice(name.indexOf(':') + 1)
    if (plainNames.size < 1024 && name.length < 256) plainNames.set(name, plain)
  }
  return plain
}

/** How streams reach other places. */
export interface StreamCarrier {
  readonly here: Whereabouts
  readonly clock: Maker['clock']
  /** A number that no ask of this place has. */
  number(): number
  open(to: Address, name: string, payload: unknown, id: number): void
  carry(kind: 'item' | 'credit' | 'cancel', to: Whereabouts, id: number, payload: unknown): void
  reply(to: Whereabouts, id: number, ok: boolean, value: unknown): void
}

interface Reading {
  readonly to: Address
  readonly sink: Sink
}

interface Sending {
  readonly to: Whereabouts
  readonly source: Source
}

/** A stream's opening message, once its turn came. */
export interface Opened {
  readonly name: string
  readonly payload: unknown
  readonly id: number
  readonly from: Whereabouts
}

/** The ends of streams in one place. */
export class Streams {
  readonly #carrier: StreamCarrier
  readonly #readings = new Map<number, Reading>()
  readonly #sendings = new Map<string, Sending>()

  constructor(carrier: StreamCarrier) {
    this.#carrier = carrier
  }

  // --- reading ---

  /** @param generation of the receiver's life, when it is for no other one */
  read(to: Address, name: string, payload: unknown, options: StreamOptions, generation?: number): Sink {
    const { timeoutMs, credits = 16, holdMs = 60_000, signal } = options ?? {}
    checkDelay(timeoutMs, 'stream.timeoutMs')
    checkSize(credits, 'stream.credits', mostCredits)
    checkDelay(holdMs, 'stream.holdMs')
    checkSignal(signal, 'stream.signal')
    const carrier = this.#carrier
    const id = carrier.number()
    const opening: Opening =
      generation === undefined ? [credits, holdMs, payload] : [credits, holdMs, payload, generation]
    const sink: Sink = new Sink(
      {
        path: to.path,
        name,
        clock: carrier.clock,
        open: () => {
          this.#readings.set(id, { to, sink })
          carrier.open(to, `${streamPrefix}${name}`, opening, id)
        },
        credit: (count) => carrier.carry('credit', to, id, count),
        cancel: () => carrier.carry('cancel', to, id, undefined),
        closed: () => this.#readings.delete(id),
      },
      timeoutMs,
      credits,
      signal,
    )
    return sink
  }

  /** A reply that ends a stream; false when it is for an ask. Only the place that was asked may give it. */
  ended(id: number, ok: boolean, value: unknown, from: Whereabouts): boolean {
    const reading = this.#readings.get(id)
    if (!reading) return false
    // The main thread answers for threads that are gone, and for nodes that can't be reached.
    if (reading.to.node !== from.node && from.node !== this.#carrier.here.node) return true
    // A handler that replied later, by ctx.defer(), gives its one item so.
    if (ok && value !== undefined) reading.sink.item(value)
    reading.sink.end(ok ? undefined : { thrown: value })
    return true
  }

  // --- sending ---

  /** The handler was called for a stream: sends what it gave, one item or many. */
  send(
    { payload, id, from }: Opened,
    given: unknown,
    maker: Maker,
    closed: (source: Source) => void,
  ): Source {
    const [credits, holdMs] = payload as Opening
    const carrier = this.#carrier
    const key = keyOf(from, id)
    const source: Source = new Source(
      maker,
      isAsyncIterable(given) ? given[Symbol.asyncIterator]() : only(given),
      {
        item: (value) => carrier.carry('item', from, id, value),
        end: (error) => {
          this.#sendings.delete(key)
          closed(source)
          carrier.reply(from, id, error === undefined, error)
        },
      },
      credits,
      holdMs,
    )
    this.#sendings.set(key, { to: from, source })
    return source
  }

  // --- both ---

  receive(kind: 'item' | 'credit' | 'cancel', id: number, payload: unknown, from: Whereabouts): void {
    if (kind === 'item') {
      const reading = this.#readings.get(id)
      if (reading && sameWhereabouts(reading.to, from)) reading.sink.item(payload)
      return
    }
    const sending = this.#sendings.get(keyOf(from, id))
    if (kind === 'credit' && typeof payload === 'number' && payload > 0) sending?.source.credit(payload)
    else if (kind === 'cancel') {
      this.#sendings.delete(keyOf(from, id))
      sending?.source.cancel()
    }
  }

  /** Places are gone: readers there need nothing more, senders there send nothing more. */
  fail(ending: Ending, concerns: (at: Whereabouts) => boolean = () => true): void {
    for (const { to, sink } of [...this.#readings.values()]) {
      if (concerns(to)) sink.end({ thrown: ActorDownError.after(to.path, ending) })
    }
    for (const [key, { to, source }] of [...this.#sendings]) {
      if (!concerns(to)) continue
      this.#sendings.delete(key)
      source.cancel()
    }
  }
}

/** Whether a message opens a stream. Those of other nodes may be anything. */
export function isOpening({ name, payload }: { name: string; payload: unknown }): boolean {
  if (!name.startsWith(streamPrefix) || !Array.isArray(payload)) return false
  const [credits, holdMs, , generation = 0] = payload as unknown[]
  if (payload.length < 3 || payload.length > 4 || !Number.isSafeInteger(generation)) return false
  const enough = Number.isInteger(credits) && (credits as number) >= 1 && (credits as number) <= mostCredits
  return enough && typeof holdMs === 'number' && holdMs >= 0 && holdMs <= maxDelayMs
}

/** What a stream's opening message holds for the handler. */
export const payloadOf = (opened: { readonly payload: unknown }): unknown => (opened.payload as Opening)[2]

/** The life of the receiver that it is for, if for one only. */
export const generationOf = (opened: { readonly payload: unknown }) => (opened.payload as Opening)[3]

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function* only(value: unknown): AsyncGenerator<unknown> {
  yield value
}

const keyOf = ({ node, place }: Whereabouts, id: number) => `${id}:${place}@${node}`

import { InvalidFrameError } from './errors.js'
import { at, type Kind, type Lane, maxNameBytes, maxNames, prologue, SHORT_TABLE, TABLE } from './layout.js'
import { type Found, findFields } from './tables.js'

const high = 2 ** 21
const low = 2 ** 32
const lastKind = 6
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads the envelopes of one lane into its own fields: nothing is allocated for a frame in the usual arrangement.
 * The fields hold until the next {@link read}.
 */
export class EnvelopeReader {
  lane: Lane = 0
  kind: Kind = 0
  fromPlace = 0
  toPlace = 0
  actor = 0
  id = 0
  parcel = 0
  name = ''
  fromNode: string | undefined
  toNode: string | undefined
  /** The payload is `bytes[payloadStart … payloadEnd)`; empty when it is in the parcel. */
  payloadStart = 0
  payloadEnd = 0
  readonly #names: string[] = ['']
  #bytes: Uint8Array = new Uint8Array(0)
  #view: DataView = new DataView(this.#bytes.buffer)

  /**
   * Reads the frame in `bytes[start … end)`; `start` is a multiple of 8.
   *
   * @throws InvalidFrameError for any bytes that aren't a frame of this lane
   */
  read(bytes: Uint8Array, start: number, end: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    if (!(start >= 0 && end <= bytes.length)) throw new InvalidFrameError('it is not within its memory')
    if (end - start >= TABLE + SHORT_TABLE + 8 && this.#usual(start)) this.#short(start, end)
    else this.#any(start, end)
  }

  /** True for the arrangement without strings: comparing its first words is all the checking that it needs. */
  #usual(start: number): boolean {
    const view = this.#view
    for (let i = 0; i < TABLE / 4; i++) if (view.getUint32(start + 4 * i, true) !== prologue[i]) return false
    return (
      view.getInt32(start + TABLE, true) === TABLE - 4 &&
      view.getUint32(start + TABLE + at.payload, true) === 8
    )
  }

  #short(start: number, end: number): void {
    const view = this.#view
    const table = start + TABLE
    const kinds = view.getUint32(table + at.lane, true)
    this.#scalars(
      kinds & 0xff,
      (kinds >> 8) & 0xff,
      view.getUint32(table + at.fromPlace, true),
      view.getUint32(table + at.toPlace, true),
      view.getUint32(table + at.parcel, true),
    )
    this.actor = this.#wide(table + at.actor)
    this.id = this.#wide(table + at.id)
    this.#name(kinds >>> 16, undefined)
    this.fromNode = undefined
    this.toNode = undefined
    this.payloadStart = table + SHORT_TABLE + 8
    this.#payload(view.getUint32(this.payloadStart - 4, true), end)
  }

  #any(start: number, end: number): void {
    const found: Found = findFields(this.#view, start, end)
    const { lane, kind, nameId, fromPlace, toPlace, parcel, actor, id, payload, name, fromNode, toNode } =
      found
    const view = this.#view
    const word = (position: number) => (position === 0 ? 0 : view.getUint32(position, true))
    const byte = (position: number) => (position === 0 ? 0 : view.getUint8(position))
    this.#scalars(byte(lane), byte(kind), word(fromPlace), word(toPlace), word(parcel))
    this.actor = actor === 0 ? 0 : this.#wide(actor)
    this.id = id === 0 ? 0 : this.#wide(id)
    this.fromNode = this.#string(fromNode, end)
    this.toNode = this.#string(toNode, end)
    this.payloadStart = payload === 0 ? start : this.#follow(payload, end) + 4
    this.#payload(payload === 0 ? 0 : view.getUint32(this.payloadStart - 4, true), end)
    if ((this.payloadStart - start) % 8 !== 0) throw new InvalidFrameError('its payload is not aligned')
    this.#name(nameId === 0 ? 0 : view.getUint16(nameId, true), this.#string(name, end))
  }

  #scalars(lane: number, kind: number, fromPlace: number, toPlace: number, parcel: number): void {
    if (lane > 1) throw new InvalidFrameError('an unknown lane')
    if (kind > lastKind) throw new InvalidFrameError('an unknown kind')
    this.lane = lane as Lane
    this.kind = kind as Kind
    this.fromPlace = fromPlace
    this.toPlace = toPlace
    this.parcel = parcel
  }

  #payload(length: number, end: number): void {
    this.payloadEnd = this.payloadStart + length
    if (this.payloadEnd > end) throw new InvalidFrameError('its payload is longer than itself')
  }

  #wide(position: number): number {
    const upper = this.#view.getUint32(position + 4, true)
    if (upper >= high) throw new InvalidFrameError('a number beyond 2^53')
    return upper * low + this.#view.getUint32(position, true)
  }

  #name(id: number, defined: string | undefined): void {
    const names = this.#names
    if (defined === undefined) {
      const known = names[id]
      if (known === undefined) throw new InvalidFrameError('a name that was never defined')
      this.name = known
      return
    }
    if (id !== 0) {
      // The next number, or the last one again after its frame was taken back on the way.
      if (id > names.length || id > maxNames) throw new InvalidFrameError('a name out of order')
      names[id] = defined
    }
    this.name = defined
  }

  /** Where the offset at `position` leads: a length that lies within the frame. */
  #follow(position: number, end: number): number {
    const to = position + this.#view.getUint32(position, true)
    if (to + 4 > end || to <= position) throw new InvalidFrameError('an offset leads out of it')
    return to
  }

  #string(position: number, end: number): string | undefined {
    if (position === 0) return undefined
    const to = this.#follow(position, end)
    const length = this.#view.getUint32(to, true)
    if (length > maxNameBytes) throw new InvalidFrameError('a name that is too long')
    if (to + 4 + length + 1 > end) throw new InvalidFrameError('a name is longer than it')
    // A copy: memory that threads share is refused by decoders of later Nodes.
    const bytes = Uint8Array.from(this.#bytes.subarray(to + 4, to + 4 + length))
    try {
      return text.decode(bytes)
    } catch {
      throw new InvalidFrameError('a name that is not UTF-8')
    }
  }
}

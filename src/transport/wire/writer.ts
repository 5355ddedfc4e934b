import type { ByteSink } from '../codec/sink.js'
import {
  at,
  fields,
  type Kind,
  type Lane,
  LONG_TABLE,
  maxNameBytes,
  maxNames,
  prologue,
  SHORT_TABLE,
  TABLE,
} from './layout.js'

const low = 2 ** 32
const text = new TextEncoder()
const [word0, word1, word2, word3, word4, word5, word6, word7] = prologue as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

/**
 * Writes the envelopes of one lane. A message's name travels as text the first time and as a number after that,
 * so every frame that {@link close} finished must reach the reader, in order, or be taken back.
 *
 *     writer.open(sink, Lane.user, Kind.tell, from, to, actor, 0, 'add')
 *     const handed = codec.encode(payload, 'add', sink, transfer)
 *     const length = writer.close(sink, parcel)
 */
export class EnvelopeWriter {
  readonly #ids = new Map<string, number>()
  /** The name that the frame being written defines. */
  #defined: string | undefined
  #payload = 0

  /**
   * Writes everything before the payload at the sink's position, which must be its start.
   *
   * @param name '' for none
   * @param fromNode undefined: the node at this end of the lane
   * @param toNode undefined: the node at the other end
   * @throws RangeError for a name of more than 1024 bytes
   */
  open(
    sink: ByteSink,
    lane: Lane,
    kind: Kind,
    fromPlace: number,
    toPlace: number,
    actor: number,
    id: number,
    name: string,
    fromNode?: string,
    toNode?: string,
  ): void {
    if (sink.position + 96 > sink.limit) sink.grow(96)
    this.#defined = undefined
    const nameId = name === '' ? 0 : (this.#ids.get(name) ?? -1)
    const { view, position } = sink
    view.setUint32(position, word0, true)
    view.setUint32(position + 4, word1, true)
    view.setUint32(position + 8, word2, true)
    view.setUint32(position + 12, word3, true)
    view.setUint32(position + 16, word4, true)
    view.setUint32(position + 20, word5, true)
    view.setUint32(position + 24, word6, true)
    view.setUint32(position + 28, word7, true)
    const table = position + TABLE
    // The table's first word says how far back its vtable lies.
    view.setInt32(table, TABLE - 4, true)
    view.setUint32(table + at.lane, lane | (kind << 8) | (nameId << 16), true)
    view.setUint32(table + at.actor, actor, true)
    view.setUint32(table + at.actor + 4, actor / low, true)
    view.setUint32(table + at.id, id, true)
    view.setUint32(table + at.id + 4, id / low, true)
    view.setUint32(table + at.fromPlace, fromPlace, true)
    view.setUint32(table + at.toPlace, toPlace, true)
    view.setUint32(table + at.parcel, 0, true)
    if (nameId >= 0 && fromNode === undefined && toNode === undefined) {
      view.setUint32(table + at.payload, 8, true)
      view.setUint32(table + SHORT_TABLE, 0, true)
      sink.position = table + SHORT_TABLE + 8
    } else this.#strings(sink, nameId < 0 ? this.#define(sink, name) : undefined, fromNode, toNode)
    this.#payload = sink.position - sink.start
  }

  /**
   * Ends the frame: notes the payload's length and pads to a multiple of 8.
   *
   * @returns the frame's length in bytes, from the sink's start
   */
  close(sink: ByteSink, parcel = 0): number {
    const { start } = sink
    sink.view.setUint32(start + this.#payload - 4, sink.length - this.#payload, true)
    if (parcel !== 0) sink.view.setUint32(start + TABLE + at.parcel, parcel, true)
    sink.pad(8, 0)
    return sink.length
  }

  /** The frame opened last won't be sent: the next one with its name defines the name again. */
  takeBack(): void {
    if (this.#defined !== undefined) this.#ids.delete(this.#defined)
    this.#defined = undefined
  }

  /** Gives `name` a number if there is one left, and returns it for being written as text. */
  #define(sink: ByteSink, name: string): string {
    if (this.#ids.size < maxNames) {
      this.#ids.set(name, this.#ids.size + 1)
      this.#defined = name
    }
    sink.view.setUint16(
      sink.position + TABLE + at.nameId,
      this.#defined === undefined ? 0 : this.#ids.size,
      true,
    )
    return name
  }

  /** Extends the table by the offsets of strings, and writes those. */
  #strings(
    sink: ByteSink,
    name: string | undefined,
    fromNode: string | undefined,
    toNode: string | undefined,
  ) {
    const vtable = sink.position + 4
    sink.view.setUint16(vtable + 2, LONG_TABLE, true)
    sink.position += TABLE + SHORT_TABLE
    for (let i = 0; i < 4; i++) {
      sink.view.setUint32(sink.position, 0, true)
      sink.position += 4
    }
    const strings = [name, fromNode, toNode]
    for (let i = 0; i < 3; i++)
      if (strings[i] !== undefined) this.#string(sink, fields.length - 3 + i, strings[i]!)
    sink.pad(8, 4)
    if (sink.position + 4 > sink.limit) sink.grow(4)
    this.#refer(sink, at.payload)
    sink.position += 4
  }

  #string(sink: ByteSink, field: number, value: string): void {
    const bytes = text.encode(value)
    if (bytes.length > maxNameBytes) {
      this.takeBack()
      throw new RangeError(`a name of more than ${maxNameBytes} bytes; shorten it: ${value.slice(0, 40)}…`)
    }
    if (sink.position + bytes.length + 16 > sink.limit) sink.grow(bytes.length + 16)
    const position = fields[field]!.at
    sink.view.setUint16(sink.start + 8 + 2 * field, position, true)
    this.#refer(sink, position)
    sink.view.setUint32(sink.position, bytes.length, true)
    sink.position += 4
    sink.append(bytes)
    sink.bytes[sink.position++] = 0
    sink.pad(4, 0)
  }

  /** Points the table's offset at `position` to where the sink stands. */
  #refer(sink: ByteSink, position: number): void {
    const field = sink.start + TABLE + position
    sink.view.setUint32(field, sink.position - field, true)
  }
}

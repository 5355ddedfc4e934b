/**
 * Envelopes as FlatBuffers (schema/envelope.fbs) in the one arrangement that {@link EnvelopeWriter} produces:
 *
 *      0  root offset        = 32
 *      4  vtable, 28 bytes   its size, the table's size, then 12 field positions within the table
 *     32  table, 40 bytes    the scalars below and the payload's offset …
 *     72  (16 more, if any string)  … then offsets of name, from_node, to_node
 *         strings, each: length, UTF-8, NUL, padding to 4
 *         padding, payload length, payload on a multiple of 8
 *
 * Whatever any other FlatBuffers writer makes of the schema is read as well, only slower.
 */
export const Lane = { user: 0, control: 1 } as const
export type Lane = (typeof Lane)[keyof typeof Lane]

export const Kind = { tell: 0, ask: 1, reply: 2, failure: 3, item: 4, credit: 5, cancel: 6 } as const
export type Kind = (typeof Kind)[keyof typeof Kind]

/** Most names that a lane gives numbers to; further ones travel as text each time. */
export const maxNames = 4096
/** Longest message name or node in bytes of UTF-8. */
export const maxNameBytes = 1024

/** Where the table stands in the usual arrangement. */
export const TABLE = 32
/** Bytes of the table without and with strings. */
export const SHORT_TABLE = 40
export const LONG_TABLE = 56

/** Positions within the table. */
export const at = {
  lane: 4,
  kind: 5,
  nameId: 6,
  actor: 8,
  id: 16,
  fromPlace: 24,
  toPlace: 28,
  parcel: 32,
  payload: 36,
  name: 40,
  fromNode: 44,
  toNode: 48,
} as const

/** The same in the order of the schema's fields, with each field's size in bytes. */
export const fields = [
  { name: 'lane', at: at.lane, size: 1 },
  { name: 'kind', at: at.kind, size: 1 },
  { name: 'nameId', at: at.nameId, size: 2 },
  { name: 'fromPlace', at: at.fromPlace, size: 4 },
  { name: 'toPlace', at: at.toPlace, size: 4 },
  { name: 'parcel', at: at.parcel, size: 4 },
  { name: 'actor', at: at.actor, size: 8 },
  { name: 'id', at: at.id, size: 8 },
  { name: 'payload', at: at.payload, size: 4 },
  { name: 'name', at: at.name, size: 4 },
  { name: 'fromNode', at: at.fromNode, size: 4 },
  { name: 'toNode', at: at.toNode, size: 4 },
] as const

/** The first 32 bytes of every frame without strings, as words. */
export const prologue: readonly number[] = (() => {
  const bytes = new DataView(new ArrayBuffer(TABLE))
  bytes.setUint32(0, TABLE, true)
  bytes.setUint16(4, TABLE - 4, true)
  bytes.setUint16(6, SHORT_TABLE, true)
  for (const [i, field] of fields.entries()) {
    bytes.setUint16(8 + 2 * i, field.at < SHORT_TABLE ? field.at : 0, true)
  }
  return Array.from({ length: TABLE / 4 }, (_, i) => bytes.getUint32(4 * i, true))
})()

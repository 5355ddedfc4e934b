import { InvalidFrameError } from './errors.js'
import { fields } from './layout.js'

type FieldName = (typeof fields)[number]['name']

/** Position of each field in the view; 0 for one that is left out. */
export type Found = Record<FieldName, number>

/** Finds the fields of an envelope in any arrangement that FlatBuffers allows, checking that all lie in the frame. */
export function findFields(view: DataView, start: number, end: number): Found {
  const bad = (reason: string) => new InvalidFrameError(reason)
  if (end - start < 12) throw bad('it is too short')
  const table = start + view.getUint32(start, true)
  if (table + 4 > end || (table - start) % 4 !== 0) throw bad('its root leads out of it')
  const vtable = table - view.getInt32(table, true)
  if (vtable < start || vtable + 4 > end || (vtable - start) % 2 !== 0) throw bad('its vtable is not within')
  const vtableSize = view.getUint16(vtable, true)
  const tableSize = view.getUint16(vtable + 2, true)
  if (vtableSize < 4 || vtableSize % 2 !== 0 || vtable + vtableSize > end)
    throw bad('its vtable is not within')
  if (tableSize < 4 || table + tableSize > end) throw bad('its table is not within')
  const found = {} as Found
  for (let i = 0; i < fields.length; i++) {
    const { name, size } = fields[i]!
    const entry = 4 + 2 * i
    const offset = entry < vtableSize ? view.getUint16(vtable + entry, true) : 0
    if (offset !== 0) {
      if (offset < 4 || offset + size > tableSize) throw bad('a field is not within its table')
      if ((table + offset - start) % size !== 0) throw bad('a field is not aligned')
    }
    found[name] = offset === 0 ? 0 : table + offset
  }
  return found
}

import test from 'ava'
import { DatasetFileError } from '../../src/data/errors.js'
import { IdxParser } from '../../src/data/readers/idx.js'
import { fuzzReader, type Valid } from '../fuzz-reader.js'

/** A file with 2 × 3 × 2 elements of a type. */
function file(type: number, width: number): Valid {
  const header = Uint8Array.of(0, 0, type, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2)
  return { bytes: Buffer.concat([header, Buffer.alloc(12 * width, 7)]), header: header.length }
}

test('a damaged IDX file is read or refused with a typed error, in no more memory than it has', (t) => {
  const widths = { 8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 }
  fuzzReader(t, {
    valid: Object.entries(widths).map(([type, width]) => file(Number(type), width)),
    typed: (error) => error instanceof DatasetFileError,
    files: 25_000,
    read: (bytes) => {
      const parser = new IdxParser('fuzz', bytes.length, false)
      // As a stream gives it: in two pieces.
      const half = bytes.length >> 1
      parser.push(bytes.subarray(0, half))
      parser.push(bytes.subarray(half))
      parser.finish()
    },
  })
})

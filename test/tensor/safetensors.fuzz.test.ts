import test from 'ava'
import { elementSize } from '../../src/tensor/dtype.js'
import { type Dtype, dtypes } from '../../src/tensor/index.js'
import { SafetensorsDtypeError, SafetensorsError } from '../../src/tensor/safetensors/errors.js'
import { contentsOf } from '../../src/tensor/safetensors/file.js'
import { formatHeader } from '../../src/tensor/safetensors/header.js'
import { formatIndex, shardsOf } from '../../src/tensor/safetensors/shards.js'
import { fuzzReader, MemorySource, type Valid } from '../fuzz-reader.js'

/** A file with tensors of these dtypes, each [2, 3]. */
function file(list: readonly Dtype[], note: string): Valid {
  const sizes = new Map(
    list.map((dtype) => [`layer.${dtype}`, { dtype, shape: [2, 3], bytes: 6 * elementSize(dtype) }]),
  )
  // Spaces that a header can lose and stay as long as it says, for a number that becomes longer.
  const header = formatHeader(sizes, { note: note + ' '.repeat(16) })
  const data = Buffer.alloc(
    list.reduce((sum, dtype) => sum + 6 * elementSize(dtype), 0),
    1,
  )
  return { bytes: Buffer.concat([header, data]), header: header.length }
}

const typed = (error: unknown) => error instanceof SafetensorsError || error instanceof SafetensorsDtypeError

test('a damaged safetensors file is read or refused with a typed error, in no more memory than it has', (t) => {
  const valid = [file(dtypes, 'all'), file(['float32'], ''), file(['bool', 'int64'], 'ä')]
  fuzzReader(t, { valid, typed, files: 70_000, read: (bytes) => contentsOf(new MemorySource(bytes)) })
})

test('a damaged index of several files is read or refused with a typed error', (t) => {
  const bytes = formatIndex(
    new Map([
      ['model-00001-of-00002.safetensors', ['a.weight', 'a.bias']],
      ['model-00002-of-00002.safetensors', ['b.weight']],
    ]),
    1000,
  )
  const valid = [{ bytes, header: 60 }]
  fuzzReader(t, { valid, typed, files: 10_000, read: (damaged) => shardsOf(new MemorySource(damaged)) })
})

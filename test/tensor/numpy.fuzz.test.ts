import test from 'ava'
import { NumpyError } from '../../src/tensor/numpy/errors.js'
import { arrayOf } from '../../src/tensor/numpy/npy.js'
import { arraysOf } from '../../src/tensor/numpy/npz.js'
import { fuzzReader, MemorySource, type Valid } from '../fuzz-reader.js'
import { numpyFiles } from './support/numpy-files.js'

const typed = (error: unknown) => error instanceof NumpyError

test('a damaged .npy file is read or refused with a typed error, in no more memory than it has', (t) => {
  const readable = [...numpyFiles].filter(
    ([name]) => !/npz|objects|complex|structured|text|beyond/.test(name),
  )
  const valid = readable.map(([, bytes]): Valid => ({ bytes, header: bytes.indexOf(0x0a) + 1 }))
  fuzzReader(t, { valid, typed, files: 60_000, read: (bytes) => arrayOf(new MemorySource(bytes)) })
})

test('a damaged .npz file is read or refused with a typed error, in no more memory than its members can hold', (t) => {
  const valid = ['npz', 'npz, deflated'].map((name): Valid => ({ bytes: numpyFiles.get(name)!, header: 34 }))
  fuzzReader(t, {
    valid,
    typed,
    files: 35_000,
    // What DEFLATE can make of the bytes, unpacked and decoded.
    most: (size) => 2 * 1032 * size,
    read: (bytes) => arraysOf(new MemorySource(bytes)),
  })
})

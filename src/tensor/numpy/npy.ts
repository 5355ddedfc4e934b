import { check, tensorKind } from '../arguments.js'
import { tensor } from '../creation.js'
import type { ArrayEntry } from '../files/arrays.js'
import { replaceFile } from '../files/replace.js'
import { checkPath, readBytes, type Source, withSource } from '../files/source.js'
import { readTensor, writeTensor } from '../files/tensors.js'
import type { Tensor } from '../tensor.js'
import { decode, isPlain } from './elements.js'
import { formatHeader, literalPlace, type NpyHeader, PREFIX, parseHeader } from './header.js'

/** The header of a source, checked against its size: nothing is allocated for elements that are not there. */
export function headerOf(source: Source): NpyHeader {
  const { path, size } = source
  const place = literalPlace(readBytes(source, 0, Math.min(PREFIX, size)), size, path)
  return parseHeader(readBytes(source, place.start, place.length), place, size, path)
}

/** The array of a source as plain memory. */
export function arrayOf(source: Source): ArrayEntry {
  const header = headerOf(source)
  return decode(header, (target) => source.readInto(target, header.dataStart), source.path)
}

/** A tensor with a copy of an array. */
export const toTensor = ({ data, dtype, shape }: ArrayEntry): Tensor => tensor(data, { dtype, shape })

/**
 * Loads an array that `numpy.save` wrote. It belongs to the current scope.
 *
 * float16, float32, float64, int32, int64, uint8 and bool stay what they are; int8, int16 and uint16 become int32,
 * uint32 and uint64 become int64. Fortran order and either byte order are read.
 *
 * @throws NumpyError for other elements (Python objects, which are pickles, above all) and for a file that breaks
 *   the format; FileAccessError
 */
export function loadNpy(file: string): Tensor {
  checkPath('loadNpy', file)
  return withSource(file, (source) => {
    const header = headerOf(source)
    return isPlain(header)
      ? readTensor(source, header.dataStart, header.dtype, header.shape)
      : toTensor(arrayOf(source))
  })
}

/**
 * Saves a tensor for `numpy.load`. No reader ever sees half a file.
 *
 * @throws NumpyError for bfloat16, which numpy lacks; FileAccessError
 */
export function saveNpy(file: string, array: Tensor): void {
  checkPath('saveNpy', file)
  check('saveNpy', { array }, tensorKind)
  const header = formatHeader(array.dtype, array.shape, file)
  replaceFile(file, (sink) => {
    sink.write(header)
    writeTensor(file, sink, array)
  })
}

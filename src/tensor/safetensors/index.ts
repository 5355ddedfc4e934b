import { checkPath } from '../files/source.js'
import type { Tensor } from '../tensor.js'
import { openSafetensors } from './open.js'

export { SafetensorsDtypeError, SafetensorsError } from './errors.js'
export { readHeader, readSafetensors, type SafetensorsContents, writeSafetensors } from './file.js'
export { openSafetensors, SafetensorsFile } from './open.js'
export { type SaveOptions, save } from './save.js'

/**
 * Loads every tensor of a safetensors file, or of a model in several files by its index, by name. They belong to
 * the current scope.
 *
 * @throws SafetensorsError when the file breaks the format, SafetensorsDtypeError when it has a dtype that troupe has
 * not, FileAccessError when it cannot be read
 */
export function load(file: string): Map<string, Tensor> {
  checkPath('load', file)
  const opened = openSafetensors(file)
  try {
    return new Map([...opened.entries.keys()].map((name) => [name, opened.tensor(name)]))
  } finally {
    opened.dispose()
  }
}

import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename } from 'node:path'

/**
 * Opens a file to read it. Throws what the file system says; of a folder or a pipe, whose reader would wait for somebody
 * to write, that it is no file.
 */
export function openPlain(path: string): number {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    requirePlain(path, fstatSync(file))
    return file
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/** The text of a file. Throws as {@link openPlain} does. */
export function readPlain(path: string): string {
  const file = openPlain(path)
  try {
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

/** Whether a file stands there itself, and no link to one: for what is to be whole in its own folder. */
export function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** Throws where something stands that is no file; nothing is fine. */
export function requirePlain(path: string, found = statSync(path, { throwIfNoEntry: false })): void {
  if (found?.isFile() === false) throw new Error(`${basename(path)} is ${kindOf(found)}, and no file`)
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder'
  return found.isFIFO() ? 'a pipe' : 'a device or socket'
}

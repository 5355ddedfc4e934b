import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'

const packed: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../../../test/tensor/reference/numpy.json', import.meta.url), 'utf8'),
)

/** Files that numpy wrote (tools/reference/numpy_files.py), by what is special about them. */
export const numpyFiles: ReadonlyMap<string, Buffer> = new Map(
  Object.entries(packed).map(([name, text]) => [name, inflateSync(Buffer.from(text, 'base64'))]),
)

import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { DatasetFileError, DatasetNotFoundError } from '../errors.js'

/** An IDX file's content: row-major elements of `shape`, in shared memory. */
export interface IdxFile {
  readonly shape: readonly number[]
  /** uint8 stays; int8, int16 and int32 become Int32Array; float32 and float64 become Float32Array. */
  readonly data: Uint8Array | Int32Array | Float32Array
}

interface Header {
  readonly type: number
  readonly shape: readonly number[]
  /** Bytes of the header itself and of the elements behind it. */
  readonly headerBytes: number
  readonly bodyBytes: number
}

const again = 'download it again, or check that it is the IDX file you meant'

/** Bytes of an element by the header's type code (LeCun's description of the format). */
const elementBytes: Readonly<Record<number, number>> = { 8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 }

/** More than any data set has; the format itself would allow 255. */
const MOST_DIMENSIONS = 8

/** DEFLATE cannot expand more than this (zlib's technical notes), so a header that claims more lies. */
const DEFLATE_LIMIT = 1032

/**
 * Reads an IDX file, plain or gzip (told apart by its first bytes, not by its name).
 *
 * Format: two zero bytes, a type code, the number of dimensions, a big-endian uint32 for each, the elements
 * (big-endian). Never more is inflated or allocated than the header states, and the header is held against the
 * file's size before anything is allocated. Errors: DatasetNotFoundError, DatasetFileError.
 */
export async function readIdx(file: string): Promise<IdxFile> {
  const { size, zipped } = await inspect(file)
  const source = createReadStream(file, { highWaterMark: 1 << 18 })
  const stream = zipped ? source.pipe(createGunzip()) : source
  // pipe() does not hand errors on.
  source.on('error', (error) => stream.destroy(error))
  const parser = new IdxParser(file, size, zipped)
  try {
    for await (const chunk of stream) parser.push(chunk as Uint8Array)
  } catch (error) {
    if (error instanceof DatasetFileError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code.startsWith('Z_')) {
      const problem =
        code === 'Z_BUF_ERROR' ? 'its gzip stream is truncated' : `its gzip stream is damaged (${code})`
      throw new DatasetFileError(file, problem, again, error)
    }
    throw new DatasetNotFoundError(file, `reading failed (${code})`, error)
  } finally {
    source.destroy()
    stream.destroy()
  }
  return parser.finish()
}

async function inspect(file: string): Promise<{ size: number; zipped: boolean }> {
  try {
    const { size } = await stat(file)
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(2), 0, 2, 0)
      return { size, zipped: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b }
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const remedy = code === 'ENOENT' ? 'there is no such file; check the folder given as --data' : `${code}`
    throw new DatasetNotFoundError(file, remedy, error)
  }
}

/** Takes the bytes as they come: first the header, then straight into shared memory of exactly the stated size. */
export class IdxParser {
  readonly #head = new Uint8Array(4 + 4 * MOST_DIMENSIONS)
  #headBytes = 0
  #header: Header | undefined
  #body: Uint8Array = new Uint8Array(0)
  #written = 0

  constructor(
    readonly file: string,
    readonly fileBytes: number,
    readonly zipped: boolean,
  ) {}

  push(chunk: Uint8Array): void {
    let rest = chunk
    if (this.#header === undefined) {
      const taken = rest.subarray(0, this.#head.length - this.#headBytes)
      this.#head.set(taken, this.#headBytes)
      const before = this.#headBytes
      this.#headBytes += taken.length
      this.#header = parseHeader(this.file, this.#head.subarray(0, this.#headBytes))
      if (this.#header === undefined) return
      this.#allocate(this.#header)
      rest = rest.subarray(this.#header.headerBytes - before)
    }
    if (this.#written + rest.length > this.#body.length) {
      // Thrown at the first byte too many: a gzip bomb is not inflated any further.
      throw this.#fault(`it holds more than the ${this.#body.length} bytes that its header states`)
    }
    this.#body.set(rest, this.#written)
    this.#written += rest.length
  }

  finish(): IdxFile {
    const header = this.#header
    if (header === undefined) throw this.#fault(`it ends within its header (${this.#headBytes} bytes)`)
    if (this.#written < this.#body.length) {
      throw this.#fault(
        `it is truncated: ${this.#written} of the ${this.#body.length} bytes that its header states`,
      )
    }
    return { shape: header.shape, data: decode(header.type, this.#body) }
  }

  #allocate(header: Header): void {
    const whole = header.headerBytes + header.bodyBytes
    const possible = this.zipped ? this.fileBytes * DEFLATE_LIMIT + 1024 : this.fileBytes
    if (whole > possible) {
      const bytes = Number.isSafeInteger(whole) ? `${whole} bytes` : 'more bytes than can be counted'
      const what = `its header states shape [${header.shape}], ${bytes}`
      throw this.#fault(
        `${what}, but the file's ${this.fileBytes} bytes cannot hold that (truncated, or a lying header)`,
      )
    }
    this.#body = new Uint8Array(new SharedArrayBuffer(header.bodyBytes))
  }

  #fault(problem: string): DatasetFileError {
    return new DatasetFileError(this.file, problem, again)
  }
}

/** The header, or undefined while it is not complete. */
function parseHeader(file: string, bytes: Uint8Array): Header | undefined {
  if (bytes.length < 4) return undefined
  const [zero, zero2, type, dimensions] = bytes as unknown as [number, number, number, number]
  if (zero !== 0 || zero2 !== 0 || elementBytes[type] === undefined || dimensions === 0) {
    const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex')
    throw new DatasetFileError(file, `it starts with ${magic}, which is no IDX file`, again)
  }
  if (dimensions > MOST_DIMENSIONS) {
    const problem = `its header states ${dimensions} dimensions, and ${MOST_DIMENSIONS} are the most`
    throw new DatasetFileError(file, problem, again)
  }
  const headerBytes = 4 + 4 * dimensions
  if (bytes.length < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i))
  const bodyBytes = shape.reduce((product, size) => product * size, elementBytes[type])
  if (bodyBytes === 0)
    throw new DatasetFileError(file, `its header states shape [${shape}], which is empty`, again)
  // Past 2^53 the product is no longer exact, but still far above any file's size, which is what it is held against.
  return { type, shape, headerBytes, bodyBytes }
}

function decode(type: number, body: Uint8Array): IdxFile['data'] {
  if (type === 8) return body
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const width = elementBytes[type]!
  const count = body.length / width
  const shared = new SharedArrayBuffer(count * 4)
  if (type >= 13) {
    const floats = new Float32Array(shared)
    for (let i = 0; i < count; i++) floats[i] = type === 13 ? view.getFloat32(i * 4) : view.getFloat64(i * 8)
    return floats
  }
  const integers = new Int32Array(shared)
  for (let i = 0; i < count; i++) {
    integers[i] = type === 9 ? view.getInt8(i) : type === 11 ? view.getInt16(i * 2) : view.getInt32(i * 4)
  }
  return integers
}

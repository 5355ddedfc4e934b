const entries = 512
const longest = 32

/**
 * Strings that arrived before, by their bytes: property names and words like states repeat in every message,
 * and finding one costs a third of making it. Bounded: 512 strings of at most 32 characters.
 */
export class StringCache {
  readonly #strings: (string | undefined)[] = new Array(entries).fill(undefined)
  readonly #names: boolean

  /** @param names makes the strings ready for use as property names */
  constructor(names: boolean) {
    this.#names = names
  }

  /** The Latin-1 characters `bytes[start … start + length)`. */
  read(bytes: Uint8Array, start: number, length: number): string {
    if (length > longest) return fromLatin1(bytes, start, length)
    if (length === 0) return ''
    // Four characters tell the names of a program apart; whatever they don't, only costs a miss.
    const last = start + length - 1
    const middle = start + (length >> 1)
    const hash = Math.imul(
      bytes[start]! | (bytes[last]! << 8) | (bytes[middle]! << 16) | (bytes[(middle + last) >> 1]! << 24),
      0x9e3779b1 + 2 * length,
    )
    const slot = (hash >>> 16) & (entries - 1)
    const known = this.#strings[slot]
    if (known !== undefined && same(known, bytes, start, length)) return known
    let made = fromLatin1(bytes, start, length)
    // V8 keeps one copy of each property name; asking for it now saves the search at every later use.
    if (this.#names) made = Object.keys({ [made]: 0 })[0]!
    this.#strings[slot] = made
    return made
  }
}

function same(known: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (known.length !== length) return false
  for (let i = 0; i < length; i++) if (known.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

// The last memory a long string was read from, as a Buffer: a ring is always the same one.
let source: Uint8Array | undefined
let text: Buffer

function textOf(bytes: Uint8Array): Buffer {
  if (source !== bytes) {
    source = bytes
    text = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length)
  }
  return text
}

/** A string of `length` Latin-1 characters. */
export function fromLatin1(bytes: Uint8Array, start: number, length: number): string {
  if (length > 12) return textOf(bytes).toString('latin1', start, start + length)
  let made = ''
  for (let i = 0; i < length; i++) made += String.fromCharCode(bytes[start + i]!)
  return made
}

/** A string of `length` UTF-16 code units. */
export function fromUtf16(bytes: Uint8Array, start: number, length: number): string {
  return textOf(bytes).toString('utf16le', start, start + 2 * length)
}

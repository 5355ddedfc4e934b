import { FrameError } from './errors.js'

/**
 * What travels on a connection, integers little-endian:
 *
 *   0  u16  magic "Tr"     3  u8   kind
 *   2  u8   version        4  u32  length of the body
 *   8  body
 *
 * Every frame says the magic again: a stream that lost its step is noticed at the next header instead of
 * being read as lengths.
 */
export const headerBytes = 8
export const protocolVersion = 1
const magic = 0x7254

/** Handshake: hello both ways, then start from the dialer, then accept or refuse from the listener. */
export const frameKinds = {
  hello: 1,
  start: 2,
  accept: 3,
  refuse: 4,
  beat: 5,
  goodbye: 6,
  envelope: 7,
} as const
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds]

const lastKind = frameKinds.envelope

export function writeHeader(view: DataView, at: number, kind: FrameKind, bodyBytes: number): void {
  view.setUint16(at, magic, true)
  view.setUint8(at + 2, protocolVersion)
  view.setUint8(at + 3, kind)
  view.setUint32(at + 4, bodyBytes, true)
}

/** A whole frame of its own. */
export function frame(kind: FrameKind, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(headerBytes + body.length)
  writeHeader(new DataView(bytes.buffer), 0, kind, body.length)
  bytes.set(body, headerBytes)
  return bytes
}

/**
 * Checks the header at `at`, before anything is allocated for the frame.
 *
 * @returns the length of the body
 * @throws FrameError
 */
export function readHeader(bytes: Uint8Array, at: number, maxBody: number): number {
  const found = bytes[at]! | (bytes[at + 1]! << 8)
  if (found !== magic) throw new FrameError('magic', `0x${found.toString(16)}`)
  const version = bytes[at + 2]!
  if (version !== protocolVersion) throw new FrameError('version', `${version}, expected ${protocolVersion}`)
  const kind = bytes[at + 3]!
  if (kind < 1 || kind > lastKind) throw new FrameError('kind', `${kind}`)
  // Unsigned: the top bit of a length is no sign.
  const length =
    (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24)) >>> 0
  if (length > maxBody) throw new FrameError('length', `${length} bytes, at most ${maxBody}`)
  return length
}

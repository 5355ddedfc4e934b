import { FrameError, type HandshakeProblem } from './errors.js'
import type { Session } from './sessions.js'

/** Who is at an end of a connection. */
export interface Identity {
  /** Drawn at random at each start of a system: a restarted program is another node. */
  readonly node: string
  /** What people call it; need not be unique. */
  readonly name: string
  /** Longest frame body it takes. */
  readonly frameBytes: number
}

export interface Start {
  readonly epoch: number
  /** The latest session the dialer had with the listener, if it ended. */
  readonly lost: Session | undefined
}

/** Longest body of a handshake frame: nothing bigger is taken from a stranger. */
export const handshakeBytes = 512

const nodePattern = /^[\w-]{8,64}$/
const maxName = 100
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The frame limit as uint32, then two strings, each behind a byte of length. */
export function encodeHello({ node, name, frameBytes }: Identity): Uint8Array {
  const limit = Buffer.alloc(4)
  limit.writeUInt32LE(frameBytes)
  const [a, b] = [Buffer.from(node), Buffer.from(name)]
  return Buffer.concat([limit, Uint8Array.of(a.length), a, Uint8Array.of(b.length), b])
}

/** @throws FrameError */
export function decodeHello(body: Uint8Array): Identity {
  if (body.length < 4) throw new FrameError('body', 'hello')
  const frameBytes = new DataView(body.buffer, body.byteOffset).getUint32(0, true)
  const [node, next] = readString(body, 4)
  const [name, end] = readString(body, next)
  if (!nodePattern.test(node) || name.length > maxName || end !== body.length) {
    throw new FrameError('body', 'hello')
  }
  return { node, name, frameBytes }
}

function readString(body: Uint8Array, at: number): [string, number] {
  const end = at + 1 + (body[at] ?? 0)
  if (at >= body.length || end > body.length) throw new FrameError('body', 'hello')
  try {
    return [utf8.decode(body.subarray(at + 1, end)), end]
  } catch (error) {
    throw new FrameError('body', 'hello', error)
  }
}

/** Two float64 for epochs, then whose dial the lost one was: 0 none, 1 the dialer's, 2 the listener's. */
export function encodeStart({ epoch, lost }: Start, self: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(17))
  view.setFloat64(0, epoch, true)
  view.setFloat64(8, lost?.epoch ?? 0, true)
  view.setUint8(16, lost === undefined ? 0 : lost.dialer === self ? 1 : 2)
  return new Uint8Array(view.buffer)
}

/** @throws FrameError */
export function decodeStart(body: Uint8Array, dialer: string, self: string): Start {
  if (body.length !== 17) throw new FrameError('body', 'start')
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  const [epoch, lostEpoch, whose] = [view.getFloat64(0, true), view.getFloat64(8, true), view.getUint8(16)]
  if (!Number.isSafeInteger(epoch) || epoch < 1 || !Number.isSafeInteger(lostEpoch) || whose > 2) {
    throw new FrameError('body', 'start')
  }
  const lost = whose === 0 ? undefined : { dialer: whose === 1 ? dialer : self, epoch: lostEpoch }
  return { epoch, lost }
}

const refusals: readonly HandshakeProblem[] = ['busy', 'stale', 'duplicate', 'self', 'stopping']

export function encodeRefusal(reason: HandshakeProblem): Uint8Array {
  return Uint8Array.of(refusals.indexOf(reason))
}

/** @throws FrameError */
export function decodeRefusal(body: Uint8Array): HandshakeProblem {
  const reason = body.length === 1 ? refusals[body[0]!] : undefined
  if (reason === undefined) throw new FrameError('body', 'refuse')
  return reason
}

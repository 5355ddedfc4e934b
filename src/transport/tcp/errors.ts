import { TroupeError } from '../../errors.js'
import { registerError } from '../error-record.js'

/** What of a frame is wrong. */
export type FrameProblem = 'magic' | 'version' | 'kind' | 'length' | 'order' | 'body' | 'source'

const frameProblems: Record<FrameProblem, string> = {
  magic: 'bytes that are no frame of ours: something else speaks on this port',
  version: 'a frame of another protocol version: run the same version of troupe on both sides',
  kind: 'a frame of an unknown kind: run the same version of troupe on both sides',
  length: 'a frame that is longer than allowed: send less at once, or raise frameBytes on both sides',
  order: 'a frame that has no place at this point: run the same version of troupe on both sides',
  body: 'a frame whose content does not parse: run the same version of troupe on both sides',
  source: 'a message in the name of another node: only its own actors may speak',
}

/** A peer broke the protocol; its connection was closed. */
export class FrameError extends TroupeError {
  constructor(reason: FrameProblem, detail: string, cause?: unknown) {
    super('ERR_FRAME', `the peer sent ${frameProblems[reason]} (${detail})`, { reason, detail }, cause)
  }
}

/** Why two programs did not come together. */
export type HandshakeProblem = 'timeout' | 'closed' | 'self' | 'busy' | 'stale' | 'duplicate' | 'stopping'

const handshakeProblems: Record<HandshakeProblem, string> = {
  timeout: 'it did not finish in time: is that a troupe system, and is its event loop free?',
  closed: 'the other side hung up: is that a troupe system with the same TLS setting?',
  self: 'it is this very system: connect to another one',
  busy: 'the other side has as many connections or handshakes as it allows: try later, or raise its limits',
  stale: 'the other side has seen a later session of this system: connect again',
  duplicate: 'both sides connected at once and the other link did not come up in time: connect again',
  stopping: 'this system is stopping: connect before stop()',
}

/** A connection was made, but the programs at its ends did not agree to talk. */
export class HandshakeError extends TroupeError {
  constructor(reason: HandshakeProblem, address: string, cause?: unknown) {
    super(
      'ERR_HANDSHAKE',
      `no handshake with ${address}: ${handshakeProblems[reason]}`,
      { reason, address },
      cause,
    )
  }
}

/** Nothing answers at an address, or the way there is closed; `cause` is the system's error. */
export class ConnectError extends TroupeError {
  constructor(address: string, timeoutMs: number, cause: unknown) {
    super(
      'ERR_CONNECT',
      `cannot connect to ${address} within ${timeoutMs} ms: check that the other system listens there`,
      { address, timeoutMs },
      cause,
    )
  }
}

/** An address can't be listened on; `cause` is the system's error. */
export class ListenError extends TroupeError {
  constructor(address: string, cause: unknown) {
    super('ERR_LISTEN', `cannot listen on ${address}: choose another port or address`, { address }, cause)
  }
}

/** An address that others can reach was used without TLS. */
export class InsecureAddressError extends TroupeError {
  constructor(host: string) {
    super(
      'ERR_INSECURE_ADDRESS',
      `${host} is not a loopback address: give tls { key, cert, ca }, or use 127.0.0.1`,
      { host },
    )
  }
}

/** What is wrong with a certificate. */
export type CertificateProblem =
  | 'untrusted'
  | 'expired'
  | 'missing'
  | 'name'
  | 'refused'
  | 'unreadable'
  | 'handshake'

const certificateProblems: Record<CertificateProblem, string> = {
  untrusted: 'its certificate was not issued by the authorities in tls.ca',
  expired: 'its certificate is not valid now: renew it, or set the clock',
  missing: 'a certificate is missing: both sides need tls { key, cert, ca }',
  name: 'its certificate is for another name: connect by that name, or give tls.servername',
  refused: "it does not accept this side's certificate: its own log says why",
  unreadable:
    "this side's tls.key, tls.cert or tls.ca is no PEM text, or key and cert are no pair: see the cause",
  handshake: 'TLS 1.3 could not be agreed on: do both sides use tls?',
}

/** TLS did not come about; `cause` is what OpenSSL says. */
export class CertificateError extends TroupeError {
  constructor(reason: CertificateProblem, address: string, cause?: unknown) {
    super(
      'ERR_CERTIFICATE',
      `no TLS with ${address}: ${certificateProblems[reason]}`,
      { reason, address },
      cause,
    )
  }
}

/**
 * Why a link ended: `closed` here or by the other side's `goodbye`; `lost` with its socket; `silent` by the
 * failure detector; `superseded` by a later session; `frame` when the peer broke the protocol (`cause`);
 * `overflow` when it stopped reading.
 */
export type LinkEnd = 'closed' | 'goodbye' | 'lost' | 'silent' | 'superseded' | 'frame' | 'overflow'

const linkEnds: Record<LinkEnd, string> = {
  closed: 'it was closed here',
  goodbye: 'the other side closed it',
  lost: 'its connection broke',
  silent: 'nothing was heard for too long',
  superseded: 'the other side came back with a new session',
  frame: 'the other side broke the protocol',
  overflow: 'the other side does not read what it is sent',
}

/** The link to a peer ended; the actors over there can't be reached. */
export class LinkLostError extends TroupeError {
  constructor(reason: LinkEnd, node: string, cause?: unknown) {
    super(
      'ERR_LINK_LOST',
      `the link to node ${node} is gone: ${linkEnds[reason]}; its actors count as unreachable`,
      { reason, node },
      cause,
    )
  }
}

registerError(
  FrameError,
  HandshakeError,
  ConnectError,
  ListenError,
  InsecureAddressError,
  CertificateError,
  LinkLostError,
)

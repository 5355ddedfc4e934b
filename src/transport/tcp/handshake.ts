import type { Channel } from './channel.js'
import { FrameError, HandshakeError, type HandshakeProblem, type LinkEnd } from './errors.js'
import { type FrameKind, frameKinds } from './frame.js'
import {
  decodeHello,
  decodeRefusal,
  decodeStart,
  encodeHello,
  encodeRefusal,
  encodeStart,
  type Identity,
} from './hello.js'
import type { Session, Sessions } from './sessions.js'
import type { Timing } from './timing.js'

/**
 *   dialer                    listener
 *   hello  ──────────────────▶
 *          ◀──────────────────  hello | refuse
 *   start(epoch, lost) ──────▶              only now do both know who they are
 *          ◀──────────────────  accept | refuse
 */
export interface HandshakeOptions {
  readonly self: Identity
  readonly sessions: Sessions
  readonly timing: Timing
  readonly timeoutMs: number
}

/** How a handshake ended: with a session, on the link that exists already, or not at all. */
export type Outcome =
  | { readonly kind: 'agreed'; readonly peer: Identity; readonly session: Session }
  | { readonly kind: 'elsewhere'; readonly peer: Identity }
  | { readonly kind: 'failed'; readonly error: Error }

/** The dialer's part. `done` is called once; unless agreed, the channel is closed. */
export function dialHandshake(
  channel: Channel,
  { self, sessions, timing, timeoutMs }: HandshakeOptions,
  done: (outcome: Outcome) => void,
): void {
  let peer: Identity | undefined
  let session: Session | undefined
  const finish = settling(channel, timing, timeoutMs, (outcome) => {
    if (outcome.kind !== 'agreed' && peer && session) sessions.abandon(peer.node, session)
    done(outcome)
  })
  channel.onFrame = (kind, body) => {
    if (kind === frameKinds.refuse) {
      const reason = decodeRefusal(body)
      // Both dialed at once, and the other side's dial wins.
      if (reason === 'duplicate' && peer) finish({ kind: 'elsewhere', peer })
      else finish(failed(reason, channel))
    } else if (kind === frameKinds.hello && !peer) {
      peer = decodeHello(body)
      if (peer.node === self.node) return finish(failed('self', channel))
      session = sessions.start(peer.node)
      if (!session) return finish({ kind: 'elsewhere', peer })
      const start = { epoch: session.epoch, lost: sessions.lost(peer.node) }
      channel.send(frameKinds.start, encodeStart(start, self.node))
    } else if (kind === frameKinds.accept && peer && session) {
      sessions.accepted(peer.node, session)
      finish({ kind: 'agreed', peer, session })
    } else throw unexpected(kind)
  }
  channel.send(frameKinds.hello, encodeHello(self))
}

/** The listener's part. */
export function answerHandshake(
  channel: Channel,
  { self, sessions, timing, timeoutMs }: HandshakeOptions,
  done: (outcome: Outcome) => void,
): void {
  let peer: Identity | undefined
  const finish = settling(channel, timing, timeoutMs, done)
  const refuse = (reason: HandshakeProblem) => {
    channel.send(frameKinds.refuse, encodeRefusal(reason))
    finish(failed(reason, channel))
  }
  channel.onFrame = (kind, body) => {
    if (kind === frameKinds.hello && !peer) {
      peer = decodeHello(body)
      if (peer.node === self.node) return refuse('self')
      channel.send(frameKinds.hello, encodeHello(self))
    } else if (kind === frameKinds.start && peer) {
      const { epoch, lost } = decodeStart(body, peer.node, self.node)
      const no = sessions.offered(peer.node, epoch, lost)
      if (no) return refuse(no)
      channel.send(frameKinds.accept)
      finish({ kind: 'agreed', peer, session: { dialer: peer.node, epoch } })
    } else throw unexpected(kind)
  }
}

/** Ends a handshake once: by its outcome, its deadline, or the end of its channel. */
function settling(
  channel: Channel,
  timing: Timing,
  timeoutMs: number,
  done: (outcome: Outcome) => void,
): (outcome: Outcome) => void {
  let open = true
  const finish = (outcome: Outcome) => {
    if (!open) return
    open = false
    cancel()
    done(outcome)
    if (outcome.kind !== 'agreed') channel.end('closed')
  }
  // From start to end, whatever arrives: a peer that sends a byte now and then gains no time by it.
  const cancel = timing.schedule(timeoutMs, () => finish(failed('timeout', channel)))
  channel.onEnd = (_reason: LinkEnd, cause: unknown) => {
    finish(cause instanceof FrameError ? { kind: 'failed', error: cause } : failed('closed', channel, cause))
  }
  return finish
}

const unexpected = (kind: FrameKind) => new FrameError('order', `kind ${kind} during the handshake`)

const failed = (reason: HandshakeProblem, { address }: Channel, cause?: unknown): Outcome => ({
  kind: 'failed',
  error: new HandshakeError(reason, address, cause),
})

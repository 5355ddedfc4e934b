import type { Channel } from './channel.js'
import { FrameError, type LinkEnd, LinkLostError } from './errors.js'
import { type FrameKind, frameKinds } from './frame.js'
import type { Identity } from './hello.js'
import type { Session } from './sessions.js'
import { type HeartbeatOptions, Suspicion } from './suspicion.js'
import type { Timing } from './timing.js'

export interface LinkOptions {
  /** What the other side calls this one; for people, need not be unique. */
  readonly name: string
  /** Whatever the owner of the link wants to find at it again. */
  readonly context: unknown
  readonly heartbeat: HeartbeatOptions
  /** Longest frame body that is taken. */
  readonly frameBytes: number
  /** Bytes that may wait for a peer that reads slowly. */
  readonly queueBytes: number
}

/** What a link tells its owner. */
export interface LinkListener {
  /** @throws FrameError when the body makes no sense; ends the link */
  envelope(link: Link, body: Uint8Array): void
  /** The other side leaves: it answers what it was sent, and is to be sent nothing more. Its end follows soon. */
  leaving?(link: Link): void
  ended(link: Link, error: LinkLostError): void
}

/** How long either side waits, once one has said goodbye, for the other to have said all. */
const partingMs = 1000

/** One session with a peer, from the end of the handshake until either side or the network ends it. */
export class Link {
  readonly peer: Identity
  readonly session: Session
  readonly context: unknown
  /** Longest frame body that both sides take. */
  readonly frameBytes: number
  /** Why it ended. */
  end: LinkLostError | undefined
  readonly #channel: Channel
  readonly #timing: Timing
  readonly #heartbeat: HeartbeatOptions
  readonly #suspicion: Suspicion
  readonly #listener: LinkListener
  #cancelTick: () => void = () => {}
  #cancelParting: () => void = () => {}
  /** How it ends when all is said, after a goodbye. */
  #parting: 'closed' | 'goodbye' | undefined
  #nextTick = 0

  constructor(
    channel: Channel,
    peer: Identity,
    session: Session,
    timing: Timing,
    { heartbeat, frameBytes, context }: LinkOptions,
    listener: LinkListener,
  ) {
    this.#channel = channel
    this.peer = peer
    this.session = session
    this.context = context
    this.frameBytes = Math.min(frameBytes, peer.frameBytes)
    this.#timing = timing
    this.#heartbeat = heartbeat
    this.#listener = listener
    this.#suspicion = new Suspicion(heartbeat, timing.now())
    channel.allow(frameBytes)
    channel.onFrame = (kind, body) => this.#frame(kind, body)
    channel.onSign = () => this.#suspicion.sign(timing.now())
    channel.onEnd = (reason, cause) => this.#ended(reason, cause)
    this.#schedule()
  }

  get address(): string {
    return this.#channel.address
  }

  /** False while as much waits as may; a message that can't wait elsewhere is then dropped by its policy. */
  get room(): boolean {
    return this.#channel.room
  }

  /** False while even answers should be refused. */
  get roomForAnswers(): boolean {
    return this.#channel.roomForAnswers
  }

  /** Sends an envelope of at most {@link frameBytes}. After the end it is dropped. */
  send(body: Uint8Array): void {
    this.#channel.send(frameKinds.envelope, body)
  }

  /** Ends the link here at once; `closed` says goodbye, so that the other side does not come back for it. */
  close(reason: LinkEnd): void {
    if (reason === 'closed' && !this.#parting) this.#channel.send(frameKinds.goodbye)
    this.#channel.end(reason)
  }

  /**
   * Ends the link when the other side has been heard out: says goodbye and listens on until the goodbye that
   * comes back, before which lies all that the other side sent when it did not know yet. Without this a watch
   * that crosses the goodbye would get no answer. Waits a second at most.
   *
   * @returns settles when all is sent, or given up after another second
   */
  leave(): Promise<void> {
    this.#part('closed')
    return this.#channel.closed
  }

  #part(end: 'closed' | 'goodbye'): void {
    if (this.#parting || this.end) return
    this.#parting = end
    if (end === 'goodbye') this.#listener.leaving?.(this)
    this.#channel.send(frameKinds.goodbye)
    this.#cancelParting = this.#timing.schedule(partingMs, () => this.#channel.end(end))
  }

  #frame(kind: FrameKind, body: Uint8Array): void {
    if (kind === frameKinds.envelope) this.#listener.envelope(this, body)
    else if (kind === frameKinds.beat) this.#suspicion.beat(this.#timing.now())
    else if (kind === frameKinds.goodbye) this.#goodbye()
    else throw new FrameError('order', `kind ${kind} after the handshake`)
  }

  /** An answer to ours, or the other side's own: then its socket ends when it has heard ours. */
  #goodbye(): void {
    if (this.#parting === 'closed') this.#channel.end('closed')
    else this.#part('goodbye')
  }

  #schedule(): void {
    const { everyMs } = this.#heartbeat
    this.#nextTick = this.#timing.now() + everyMs
    this.#cancelTick = this.#timing.schedule(everyMs, () => this.#tick())
  }

  #tick(): void {
    const now = this.#timing.now()
    const late = now - this.#nextTick
    // Whoever comes late to its own timer was not listening either: that silence is not the peer's.
    if (late > this.#heartbeat.everyMs) this.#suspicion.forgive(late, now)
    if (this.#suspicion.lost(now)) {
      this.#channel.end('silent')
      return
    }
    // Behind a full socket a beat would only queue up; what the socket still sends is a sign of life too.
    if (!this.#channel.blocked) this.#channel.send(frameKinds.beat)
    this.#schedule()
  }

  #ended(given: LinkEnd, cause: unknown): void {
    this.#cancelTick()
    this.#cancelParting()
    const reason = given === 'lost' ? (this.#parting ?? given) : given
    this.end = new LinkLostError(reason, this.peer.node, reason === given ? cause : undefined)
    this.#listener.ended(this, this.end)
  }
}

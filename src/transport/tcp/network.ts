import type { Channel } from './channel.js'
import { type DialOptions, dial } from './dial.js'
import { HandshakeError, type LinkLostError } from './errors.js'
import type { Outcome } from './handshake.js'
import { Link, type LinkListener, type LinkOptions } from './link.js'
import { Listener, type ListenOptions } from './listener.js'
import { Sessions } from './sessions.js'
import type { Timing } from './timing.js'

export interface NetworkListener {
  linked(link: Link): void
  /** @throws FrameError when the body makes no sense; ends the link */
  envelope(link: Link, body: Uint8Array): void
  /** See {@link LinkListener.leaving}. */
  leaving?(link: Link): void
  ended(link: Link, error: LinkLostError): void
}

/** One node's links: at most one to each other node, whoever dialed. */
export class Network {
  readonly #node: string
  readonly #timing: Timing
  readonly #owner: NetworkListener
  readonly #sessions: Sessions
  readonly #links = new Map<string, Link>()
  readonly #listeners = new Set<Listener>()
  /** Dials that wait for the other side's to win. */
  readonly #awaiting = new Map<string, Set<(link: Link) => void>>()
  readonly #stop = new AbortController()

  constructor(node: string, timing: Timing, owner: NetworkListener) {
    this.#node = node
    this.#timing = timing
    this.#owner = owner
    this.#sessions = new Sessions(node)
  }

  link(node: string): Link | undefined {
    return this.#links.get(node)
  }

  /** @throws InsecureAddressError, ListenError */
  async listen(options: ListenOptions): Promise<Listener> {
    const listener = await Listener.open(options, this.#handshake(options), (channel, agreed) =>
      this.#establish(channel, agreed, options),
    )
    if (this.#stop.signal.aborted) {
      await listener.close()
      throw new HandshakeError('stopping', `${options.host}:${options.port}`)
    }
    this.#listeners.add(listener)
    return listener
  }

  async unlisten(listener: Listener): Promise<void> {
    this.#listeners.delete(listener)
    await listener.close()
  }

  /**
   * The link to whoever answers at an address: a new one, or the one that is there already.
   *
   * @throws InsecureAddressError, ConnectError, CertificateError, HandshakeError, FrameError
   */
  async dial(options: DialOptions): Promise<Link> {
    const deadline = this.#timing.now() + options.timeoutMs
    let made: Link | undefined
    const outcome = await dial(
      options,
      this.#handshake(options),
      (channel, agreed) => {
        made = this.#establish(channel, agreed, options)
      },
      this.#stop.signal,
    )
    return made ?? (await this.#linked(outcome.peer.node, deadline, `${options.host}:${options.port}`))
  }

  /** Says goodbye to all, hears them out, and takes nobody any more. Takes two seconds at most. */
  async close(): Promise<void> {
    this.#stop.abort()
    const listeners = [...this.#listeners].map((listener) => this.unlisten(listener))
    await Promise.all([...listeners, ...[...this.#links.values()].map((link) => link.leave())])
  }

  #handshake({ name, frameBytes }: LinkOptions) {
    return { self: { node: this.#node, name, frameBytes }, sessions: this.#sessions, timing: this.#timing }
  }

  #establish(
    channel: Channel,
    { peer, session }: Extract<Outcome, { kind: 'agreed' }>,
    options: LinkOptions,
  ): Link {
    // The old session is over for everybody here before the new one says its first word.
    this.#links.get(peer.node)?.close('superseded')
    const listener: LinkListener = {
      envelope: (link, body) => this.#owner.envelope(link, body),
      leaving: (link) => this.#owner.leaving?.(link),
      ended: (link, error) => this.#ended(link, error),
    }
    const link = new Link(channel, peer, session, this.#timing, options, listener)
    this.#links.set(peer.node, link)
    this.#owner.linked(link)
    const waiting = this.#awaiting.get(peer.node)
    this.#awaiting.delete(peer.node)
    for (const resolve of waiting ?? []) resolve(link)
    return link
  }

  #ended(link: Link, error: LinkLostError): void {
    const { node } = link.peer
    this.#sessions.ended(node, link.session)
    if (this.#links.get(node) === link) this.#links.delete(node)
    this.#owner.ended(link, error)
  }

  #linked(node: string, deadline: number, address: string): Promise<Link> {
    const link = this.#links.get(node)
    if (link) return Promise.resolve(link)
    return new Promise((resolve, reject) => {
      const waiting = this.#awaiting.get(node) ?? new Set()
      this.#awaiting.set(node, waiting)
      const found = (link: Link) => {
        cancel()
        resolve(link)
      }
      waiting.add(found)
      const cancel = this.#timing.schedule(Math.max(0, deadline - this.#timing.now()), () => {
        waiting.delete(found)
        if (waiting.size === 0 && this.#awaiting.get(node) === waiting) this.#awaiting.delete(node)
        reject(new HandshakeError('duplicate', address))
      })
    })
  }
}

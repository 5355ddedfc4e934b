import type { LinkLostError } from '../../transport/tcp/errors.js'
import type { Link } from '../../transport/tcp/link.js'
import { type NodeId, whereabouts } from '../../transport/whereabouts.js'
import { checkFunction } from '../callbacks.js'
import type { Handlers } from '../handlers.js'
import type { Kernel } from '../place/kernel.js'
import type { ActorRef } from '../ref.js'
import { checkName } from '../registry/names.js'
import type { CheckedConnect } from './options.js'
import type { Peer, PeerState } from './peer.js'

const lookupMs = 10_000

/** A peer that is connected to again, a bounded number of times, when the connection is lost. */
export class Reconnecting implements Peer {
  node: NodeId
  name: string
  state: PeerState = 'connected'
  error: Error | undefined
  readonly #kernel: Kernel
  readonly #dial: () => Promise<Link>
  readonly #policy: CheckedConnect['reconnect']
  readonly #listeners = new Set<(state: PeerState) => void>()
  #link: Link
  #attempts = 0
  #cancel: () => void = () => {}

  constructor(kernel: Kernel, link: Link, dial: () => Promise<Link>, policy: CheckedConnect['reconnect']) {
    this.#kernel = kernel
    this.#link = link
    this.#dial = dial
    this.#policy = policy
    this.node = link.peer.node
    this.name = link.peer.name
  }

  async lookup<H extends Handlers = any>(name: string): Promise<ActorRef<H> | undefined> {
    // The other side takes what is no name for a broken peer.
    checkName(name)
    const options = { timeoutMs: lookupMs, path: `peer ${this.name || this.node}` }
    const there = whereabouts(this.node, 0)
    return this.#kernel.request(there, 'lookup', { name, timeoutMs: 0 }, options) as Promise<
      ActorRef<H> | undefined
    >
  }

  onChange(listener: (state: PeerState) => void): () => void {
    checkFunction(listener, 'onChange')
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#cancel()
    const link = this.#link
    this.#change('closed')
    link.close('closed')
  }

  /** A link ended; this peer's, if it is `link`. */
  lost(link: Link, error: LinkLostError): void {
    if (link !== this.#link || this.state === 'closed') return
    this.error = error
    const { reason } = error.fields
    const again = this.#policy !== false && reason !== 'goodbye' && reason !== 'closed' && reason !== 'frame'
    this.#change(again ? 'reconnecting' : 'closed')
    this.#attempts = 0
    if (again) this.#wait()
  }

  #wait(): void {
    if (this.#policy === false || this.state !== 'reconnecting') return
    const { minMs, maxMs } = this.#policy
    const backoff = Math.min(maxMs, minMs * 2 ** this.#attempts)
    // Many who lost the same peer should not come back at the same moment.
    const delay = backoff * (0.8 + 0.4 * this.#kernel.random())
    this.#cancel = this.#kernel.clock.schedule(delay, () => void this.#attempt())
  }

  async #attempt(): Promise<void> {
    this.#attempts++
    try {
      const link = await this.#dial()
      if (this.state !== 'reconnecting') {
        link.close('closed')
        return
      }
      this.#link = link
      this.node = link.peer.node
      this.name = link.peer.name
      this.#change('connected')
      // It may have ended before anybody here knew it.
      if (link.end) this.lost(link, link.end)
    } catch (error) {
      if (this.state !== 'reconnecting') return
      this.error = error as Error
      if (this.#policy !== false && this.#attempts >= this.#policy.attempts) this.#change('closed')
      else this.#wait()
    }
  }

  #change(state: PeerState): void {
    if (this.state === state) return
    this.state = state
    for (const listener of this.#listeners) listener(state)
  }
}

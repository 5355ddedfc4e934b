import { EncodedPayload } from '../../transport/codec/codec.js'
import { type Envelope, poisonPill } from '../../transport/envelope.js'
import { NotEncodableError } from '../../transport/errors.js'
import { Envelopes, type Packed } from '../../transport/tcp/envelopes.js'
import { FrameError, type LinkLostError } from '../../transport/tcp/errors.js'
import type { Link } from '../../transport/tcp/link.js'
import { Network } from '../../transport/tcp/network.js'
import { type NodeId, type Whereabouts, whereabouts } from '../../transport/whereabouts.js'
import { ActorDownError, MailboxFullError } from '../errors.js'
import type { Control, FarSpawn } from '../place/control.js'
import type { Hub, Peers as PeersOfHub } from '../place/hub.js'
import { admits, parentalOrders } from './border.js'
import { Guests, type Hospitality } from './guests.js'
import { type ConnectOptions, checkConnect, checkListen, type ListenOptions, nameActors } from './options.js'
import type { Listening, Peer } from './peer.js'
import { Reconnecting } from './reconnecting.js'

/** Watches that one peer may have on actors here. */
const mostWatches = 65_536
/** For actors whose parent's process is lost. */
const orphanGraceMs = 5000

/** What is known of a peer as long as one link lasts. */
interface Session {
  readonly link: Link
  readonly envelopes: Envelopes
  /** Its watches on actors here, by the place that watches and its number there. */
  readonly watches: Map<string, { readonly order: Envelope }>
  parted: boolean
}

/** The connections of a system to other processes, and all that crosses them. */
export class Peers implements PeersOfHub {
  readonly #hub: Hub
  readonly #network: Network
  readonly #sessions = new Map<NodeId, Session>()
  readonly #connected = new Set<Reconnecting>()
  readonly #guests: Guests
  #closing = false

  constructor(hub: Hub) {
    this.#hub = hub
    const { kernel } = hub
    this.#guests = new Guests(kernel)
    this.#network = new Network(kernel.here.node, kernel.clock, {
      linked: (link) => this.#linked(link),
      envelope: (link, body) => this.#receive(link, body),
      leaving: (link) => this.#parted(link),
      ended: (link, error) => this.#ended(link, error),
    })
  }

  /** @throws ActorOptionError, InsecureAddressError, ListenError */
  async listen(given: ListenOptions): Promise<Listening> {
    const { actors, maxActors, maxPeers, onRefused, ...options } = checkListen(given)
    const refused = new Map<string, number>()
    const context: Hospitality = { actors: nameActors(actors, 'listen'), most: maxActors }
    const listener = await this.#network.listen({
      ...options,
      maxLinks: maxPeers,
      context,
      onRefused: (error) => {
        const { code, fields } = error as { code?: unknown; fields?: { reason?: unknown } }
        const key = [code, fields?.reason].filter((part) => part !== undefined).join(' ') || error.name
        refused.set(key, (refused.get(key) ?? 0) + 1)
        onRefused?.(error)
      },
    })
    const { port, address } = listener
    return { port, address, refused, close: () => this.#network.unlisten(listener) }
  }

  /** @throws ActorOptionError, InsecureAddressError, ConnectError, CertificateError, HandshakeError, FrameError */
  async connect(given: ConnectOptions): Promise<Peer> {
    const { actors, maxActors, reconnect, ...options } = checkConnect(given)
    const context: Hospitality = { actors: nameActors(actors, 'connect'), most: maxActors }
    const dial = () => this.#network.dial({ ...options, context })
    const peer = new Reconnecting(this.#hub.kernel, await dial(), dial, reconnect)
    for (const other of this.#connected) if (other.state === 'closed') this.#connected.delete(other)
    this.#connected.add(peer)
    return peer
  }

  /** Ends what runs here for others. */
  stopGuests(graceMs: number): Promise<void> {
    return this.#guests.stop(graceMs)
  }

  /** Ends all connections, once the others have been answered what they said before they knew. */
  async close(): Promise<void> {
    this.#closing = true
    for (const peer of [...this.#connected]) if (peer.state === 'reconnecting') peer.close()
    await this.#network.close()
    for (const peer of this.#connected) peer.close()
  }

  /** Tells all peers of the end of a thread here: its actors died with it and could not. */
  placeDown(notice: Parameters<Control['placeDown']>[0]): void {
    const { kernel } = this.#hub
    for (const { link, watches } of this.#sessions.values()) {
      for (const [key, { order }] of watches) if (order.to.place === notice.place) watches.delete(key)
      kernel.notify(whereabouts(link.peer.node, 0), 'placeDown', notice)
    }
  }

  // --- outgoing ---

  /** False when a message of this thread finds no room; what others sent is answered here then. */
  route(envelope: Envelope): boolean {
    const { kernel } = this.#hub
    const session = this.#sessions.get(envelope.to.node)
    if (!session || session.parted) {
      this.#hub.returns.unreachable(envelope)
      return true
    }
    const { link, envelopes, watches } = session
    const { lane, kind, actor, name, from, to, id } = envelope
    const isMessage =
      lane === 'user' && actor !== 0 && (kind === 'tell' || kind === 'ask') && name !== poisonPill
    if (isMessage && !link.room) {
      if (from.place === 0) return false
      const path = `actor ${actor} of node ${to.node}`
      kernel.refuse(envelope, path, 'lane-full', () => new MailboxFullError(path))
      return true
    }
    if ((kind === 'reply' || kind === 'item') && !link.roomForAnswers) {
      // The one it is for hears why it gets nothing; a stream ends on both sides.
      kernel.reply(to, id, false, new MailboxFullError(`node ${to.node}`))
      if (kind === 'item')
        this.#hub.receive({ ...envelope, kind: 'cancel', from: to, to: from, payload: undefined })
      return true
    }
    if (actor === 0 && name === 'down') {
      const { watcher } = kernel.unpack(envelope) as { watcher: number }
      watches.delete(`${to.place}:${watcher}`)
    }
    try {
      link.send(envelopes.write(envelope as Packed, link.frameBytes))
    } catch (error) {
      // A sender in this thread hears of it at once, others have gone on.
      if (!(error instanceof NotEncodableError) || from.place === 0) throw error
      if (kind === 'ask') kernel.reply(from, id, false, error)
      else if (kind === 'tell') kernel.deadLetter(`node ${to.node}`, name, 'not-encodable')
    }
    return true
  }

  // --- incoming ---

  #receive(link: Link, body: Uint8Array): void {
    const session = this.#sessions.get(link.peer.node)
    // What an ended session still says is not heard.
    if (session?.link !== link) return
    const envelope = session.envelopes.read(body)
    const { kind, actor, to, damage } = envelope
    if (actor === 0 && (kind === 'tell' || kind === 'ask')) this.#obey(session, envelope)
    else if (damage) this.#hub.kernel.unreadable(envelope, damage)
    else if (to.place === 0) this.#hub.receive(envelope)
    // For another thread: memory of its own, or the copy would take along what arrived with it.
    else
      this.#hub.receive({
        ...envelope,
        payload: new EncodedPayload(envelope.payload.bytes.slice(), undefined),
      })
  }

  /** Orders between runtimes are opened here, and only known ones go on. */
  #obey({ link, watches }: Session, packed: Envelope): void {
    const { name, from, to } = packed
    let payload: unknown
    try {
      payload = this.#hub.kernel.unpack(packed)
    } catch (error) {
      throw new FrameError('body', name, error)
    }
    if (!admits(name, payload, from)) throw new FrameError('order', `'${name}' between systems`)
    const order = { ...packed, payload }
    if (parentalOrders.includes(name) && !this.#guests.has(link.peer.node, payload.uid as number)) return
    if (name === 'watch') {
      if (watches.size >= mostWatches) throw new FrameError('order', `more than ${mostWatches} watches`)
      const key = `${from.place}:${payload.watcher}`
      if (watches.has(key)) throw new FrameError('order', 'one watch twice')
      watches.set(key, { order })
    } else if (name === 'unwatch') watches.delete(`${from.place}:${payload.watcher}`)
    if (name === 'placeDown') {
      this.#hub.farDown({ ...(payload as Parameters<Control['placeDown']>[0]), node: from.node })
      return
    }
    // The main thread carries out what concerns threads, whatever place it was sent to.
    this.#hub.receive(name === 'closePlace' ? { ...order, to: whereabouts(to.node, 0) } : order)
  }

  /** An actor that a peer's actor wants to start here. */
  async spawn(order: FarSpawn, { node }: Whereabouts): Promise<number> {
    if (this.#closing) throw new ActorDownError('the system', 'stopped')
    const { context } = this.#sessions.get(node)!.link
    return await this.#guests.spawn(order, node, context as Hospitality)
  }

  // --- links ---

  #linked(link: Link): void {
    const { node } = link.peer
    const envelopes = new Envelopes(this.#hub.kernel.here.node, node)
    this.#sessions.set(node, { link, envelopes, watches: new Map(), parted: false })
  }

  /** A peer takes nothing more. What it still says is heard. */
  #parted(link: Link): void {
    const session = this.#sessions.get(link.peer.node)
    if (session?.link === link) session.parted = true
  }

  #ended(link: Link, error: LinkLostError): void {
    const { node } = link.peer
    const session = this.#sessions.get(node)
    if (session?.link !== link) return
    this.#sessions.delete(node)
    for (const { order } of session.watches.values()) this.#hub.receive({ ...order, name: 'unwatch' })
    void this.#guests.stop(orphanGraceMs, node)
    this.#hub.farDown({ node, death: { reason: 'unreachable', error }, final: true, kept: [] })
    for (const peer of this.#connected) {
      peer.lost(link, error)
      if (peer.state === 'closed') this.#connected.delete(peer)
    }
  }
}

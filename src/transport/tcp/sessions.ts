import type { HandshakeProblem } from './errors.js'

/** One conversation of two nodes: the attempt, numbered by the node that dialed. */
export interface Session {
  readonly dialer: string
  readonly epoch: number
}

export const sameSession = (a: Session | undefined, b: Session | undefined) =>
  a !== undefined && b !== undefined && a.epoch === b.epoch && a.dialer === b.dialer

interface Relation {
  live: Session | undefined
  /** Our own attempt that the other side has not answered. */
  started: Session | undefined
  /** The latest session that ended. */
  lost: Session | undefined
  /** The highest epoch the other side ever used with us. */
  highest: number
}

/** Relations that are neither live nor begun are forgotten beyond this many, the oldest first. */
const remembered = 1024

/**
 * Decides which of several connections between the same two nodes is the link. Both ends come to the same
 * answer by rules alone:
 *
 * - Each attempt has an epoch that only rises; an older one than was seen is `stale`.
 * - When both dial at once, the attempt of the node with the smaller id wins.
 * - Whoever lost a session says so when it starts the next one: that replaces a link which the other end
 *   still takes for live. Without saying so an attempt against a live link is a crossing, and gives way.
 */
export class Sessions {
  readonly #self: string
  readonly #relations = new Map<string, Relation>()
  #epoch = 0

  constructor(self: string) {
    this.#self = self
  }

  live(node: string): Session | undefined {
    return this.#relations.get(node)?.live
  }

  /** The latest session with a node that ended. */
  lost(node: string): Session | undefined {
    return this.#relations.get(node)?.lost
  }

  /** A dialed connection found out who answers. Undefined when a link is there or on its way: use that one. */
  start(node: string): Session | undefined {
    const relation = this.#relation(node)
    if (relation.live || relation.started) return undefined
    relation.started = { dialer: this.#self, epoch: ++this.#epoch }
    return relation.started
  }

  /** An attempt of ours came to nothing. */
  abandon(node: string, session: Session): void {
    const relation = this.#relations.get(node)
    if (relation && sameSession(relation.started, session)) relation.started = undefined
  }

  /** The other side accepted our attempt. */
  accepted(node: string, session: Session): void {
    const relation = this.#relation(node)
    if (sameSession(relation.started, session)) relation.started = undefined
    relation.live = session
  }

  /** The other side dialed and wants to start: undefined when it may, and is live from now on. */
  offered(node: string, epoch: number, lost: Session | undefined): HandshakeProblem | undefined {
    const relation = this.#relation(node)
    if (epoch <= relation.highest) return 'stale'
    const { live, started } = relation
    if (live?.dialer === this.#self && !sameSession(lost, live)) return 'duplicate'
    if (started && this.#self < node) return 'duplicate'
    relation.highest = epoch
    relation.live = { dialer: node, epoch }
    return undefined
  }

  /** A session ended. One that was replaced already changes nothing. */
  ended(node: string, session: Session): void {
    const relation = this.#relations.get(node)
    if (!relation || !sameSession(relation.live, session)) return
    relation.live = undefined
    relation.lost = session
  }

  #relation(node: string): Relation {
    let relation = this.#relations.get(node)
    if (!relation) {
      this.#forgetOldest()
      relation = { live: undefined, started: undefined, lost: undefined, highest: 0 }
      this.#relations.set(node, relation)
    }
    return relation
  }

  #forgetOldest(): void {
    if (this.#relations.size < remembered) return
    for (const [node, { live, started }] of this.#relations) {
      if (live || started) continue
      this.#relations.delete(node)
      return
    }
  }
}

import type { NodeId } from '../../transport/whereabouts.js'
import { Cell } from '../cell/cell.js'
import { stop } from '../children/stopping.js'
import type { ActorDefinition } from '../context.js'
import type { FarSpawn } from '../place/control.js'
import type { Kernel } from '../place/kernel.js'
import type { Address } from '../ref.js'
import { failedWith } from '../watch/death.js'
import { NotSpawnableError, TooManyGuestsError } from './errors.js'

/** What one peer may start here. */
export interface Hospitality {
  readonly actors: ReadonlyMap<string, ActorDefinition<any, any>>
  readonly most: number
}

/** Actors that live here and have their parent in another process. They don't outlive the way to it. */
export class Guests {
  readonly #kernel: Kernel
  readonly #guests = new Map<NodeId, Map<number, Address>>()

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  has(node: NodeId, uid: number): boolean {
    return this.#of(node).has(uid)
  }

  /**
   * Starts one. Code never comes over the wire: the name stands for a definition that this program listed.
   *
   * @throws what setup throws, NotSpawnableError, TooManyGuestsError
   */
  async spawn(order: FarSpawn, node: NodeId, { actors, most }: Hospitality): Promise<number> {
    const definition = actors.get(order.actor)
    if (!definition) throw new NotSpawnableError(order.actor, [...actors.keys()])
    const guests = this.#of(node)
    for (const uid of guests.keys()) if (!this.#kernel.cells.has(uid)) guests.delete(uid)
    if (guests.size >= most) throw new TooManyGuestsError(most)
    const { path, capacity } = order.address
    const address = { ...this.#kernel.here, uid: this.#kernel.nextUid(), path, capacity }
    const cell = new Cell(this.#kernel, { ...order, address }, () => definition.setup)
    guests.set(address.uid, address)
    this.#guests.set(node, guests)
    try {
      await cell.launch()
      return address.uid
    } catch (error) {
      cell.finish(failedWith(error))
      throw error
    }
  }

  /** Stops those of one peer, whose parents can't be reached any more, or of all. */
  async stop(graceMs: number, only?: NodeId): Promise<void> {
    const stops: Promise<void>[] = []
    for (const [node, guests] of this.#guests) {
      if (only !== undefined && node !== only) continue
      this.#guests.delete(node)
      for (const [uid, address] of guests) {
        if (this.#kernel.cells.has(uid)) stops.push(stop(this.#kernel, address, graceMs))
      }
    }
    await Promise.allSettled(stops)
  }

  #of(node: NodeId): Map<number, Address> {
    return this.#guests.get(node) ?? new Map()
  }
}

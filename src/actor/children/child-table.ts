import { type PlaceId, sameWhereabouts, type Whereabouts } from '../../transport/whereabouts.js'
import type { Located } from '../cell/resident.js'
import type { ActorDefinition } from '../context.js'
import type { CheckedSpawn } from '../options.js'
import type { ActorRef, Address } from '../ref.js'
import type { Death } from '../watch/death.js'
import type { Intensity } from './supervision.js'
import type { Team } from './team.js'

/** A child in its parent's thread. */
export interface LocalChild {
  readonly ref: ActorRef
  /** Runs setup; nothing to wait for when that is synchronous. */
  launch(): Promise<void> | undefined
  /** Runs setup again; false when it failed. Never rejects. */
  restart(incarnation: number): boolean | Promise<boolean>
  /** Ends its life so that another one can begin. Never rejects. */
  pause(graceMs: number): Promise<void>
  finish(death: Death): void
}

export interface Child {
  readonly name: string
  readonly path: string
  readonly definition: ActorDefinition<any, any>
  readonly args: unknown
  readonly options: CheckedSpawn
  /** Rises from child to child. */
  readonly order: number
  readonly intensity: Intensity | undefined
  readonly team: Team | undefined
  address: Address | undefined
  /** Set for a child in this thread. */
  cell: LocalChild | undefined
  incarnation: number
  /** `suspended`: it failed, or shares the fate of one that did, and waits for its next life or its end. */
  state: 'starting' | 'up' | 'suspended'
  /** How it is to die: its own thread was told to end it, and decides nothing any more. */
  ending: Death | undefined
  /** It lives in a thread that it shares with children of others. */
  seated: boolean
  /** Its thread ended, and was not opened again yet. */
  threadless: boolean
  /** Rises whenever the thread is opened or lost: what an earlier launch reports no longer counts. */
  launch: number
  /** Of a team's member whose setup is asynchronous: settles when its first start has; never rejects. */
  started: Promise<void> | undefined
  cancelBackoff: (() => void) | undefined
}

/** A child in another process, whose runtime starts it when it is told to. */
export const isFar = ({ options }: Child) =>
  typeof options.placement === 'object' && 'peer' in options.placement

/** The children of one actor, by name and by address. */
export class ChildTable {
  readonly #here: Whereabouts
  // Insertion order is start order. Made on first use: most actors have no children.
  #byName: Map<string, Child> | undefined
  /** Those in this place by their number, the others by all that tells them apart. */
  #byAddress: Map<number | string, Child> | undefined

  constructor(here: Whereabouts) {
    this.#here = here
  }

  get size(): number {
    return this.#byName?.size ?? 0
  }

  taken(name: string): boolean {
    return this.#byName?.has(name) ?? false
  }

  add(child: Child): void {
    this.#byName ??= new Map()
    this.#byName.set(child.name, child)
  }

  /** False for a child that was removed, also when another one has its name now. */
  has(child: Child): boolean {
    return this.#byName?.get(child.name) === child
  }

  locate(child: Child, address: Address): void {
    child.address = address
    this.#byAddress ??= new Map()
    this.#byAddress.set(this.#key(address), child)
  }

  find(located: Located): Child | undefined {
    return this.#byAddress?.get(this.#key(located))
  }

  /** Those in another place of this node. */
  at(place: PlaceId): Child[] {
    const { node } = this.#here
    return this.oldestFirst().filter(
      ({ address, cell }) => !cell && address?.place === place && address.node === node,
    )
  }

  remove(child: Child): void {
    if (!this.has(child)) return
    this.#byName!.delete(child.name)
    if (child.address) this.#byAddress!.delete(this.#key(child.address))
  }

  /** Lists of their own, so that children may go meanwhile. */
  oldestFirst(): Child[] {
    return [...(this.#byName?.values() ?? [])]
  }

  newestFirst(): Child[] {
    return this.oldestFirst().reverse()
  }

  #key(located: Located): number | string {
    if (sameWhereabouts(located, this.#here)) return located.uid
    return `${located.place}:${located.uid}@${located.node}`
  }
}

import { type PlaceId, whereabouts } from '../../transport/whereabouts.js'
import type { FarParent, PlaceOwner } from '../cell/resident.js'
import { type LoadSetup, moduleName } from '../definition.js'
import { ActorDownError, AskTimeoutError, SpawnTimeoutError } from '../errors.js'
import type { FarPlacement, SeatPlacement } from '../options.js'
import type { Origin } from '../place/control.js'
import type { Kernel } from '../place/kernel.js'
import type { SeatRequest } from '../pool/seating.js'
import type { Address } from '../ref.js'
import type { Death } from '../watch/death.js'
import { type Child, type ChildTable, isFar, type LocalChild } from './child-table.js'
import { answerMs } from './stopping.js'

/** Whose children are started. */
export interface Bearer {
  readonly kernel: Kernel
  readonly address: Address
  /** Makes an actor in this thread. */
  bear(origin: Origin, load: LoadSetup): LocalChild
}

const killed: Death = { reason: 'killed' }

function seatRequest(placement: SeatPlacement): SeatRequest {
  if ('device' in placement) return placement
  return { pool: typeof placement.pool === 'string' ? placement.pool : placement.pool.name }
}

/** Starts, pauses, restarts and ends the children of one actor, each where it is placed. */
export class Launcher {
  readonly #owner: Bearer
  readonly #table: ChildTable
  readonly #placeOwner: PlaceOwner & FarParent
  /** How children find their parent: one object for all of them. */
  readonly #self: Origin['parent']

  constructor(owner: Bearer, table: ChildTable, placeOwner: PlaceOwner & FarParent) {
    this.#owner = owner
    this.#table = table
    this.#placeOwner = placeOwner
    this.#self = { ...owner.kernel.here, uid: owner.address.uid }
  }

  get #kernel(): Kernel {
    return this.#owner.kernel
  }

  /** The first life; nothing to wait for when its setup is synchronous. Rejects with what setup throws. */
  start(child: Child): Promise<void> | undefined {
    const { placement } = child.options
    if (placement === 'here') return this.#startHere(child)
    if (placement === 'thread') return this.#startThread(child)
    return 'peer' in placement
      ? this.#startFar(child, placement)
      : this.#startSeated(child, seatRequest(placement))
  }

  #startHere(child: Child): Promise<void> | undefined {
    const { node, place } = this.#kernel.here
    const { capacity } = child.options.mailbox
    const address = { node, place, uid: this.#kernel.nextUid(), path: child.path, capacity }
    this.#table.locate(child, address)
    child.cell = this.#owner.bear(this.#origin(child, address), () => child.definition.setup)
    return child.cell.launch()
  }

  async #startThread(child: Child): Promise<void> {
    const kernel = this.#kernel
    const { resourceLimits } = child.options
    const place = await kernel.request(kernel.main, 'openPlace', {
      name: child.path,
      ...(resourceLimits ? { resourceLimits } : {}),
    })
    await this.#startThere(child, place, 1)
  }

  async #startSeated(child: Child, request: SeatRequest): Promise<void> {
    const kernel = this.#kernel
    const order = { ...request, path: child.path, parent: this.#self }
    // A device's thread may have to be started first.
    const options = { timeoutMs: child.options.spawnTimeoutMs, path: child.path }
    const { place, uid } = await kernel.request(kernel.main, 'seat', order, options)
    child.seated = true
    await this.#startThere(child, place, uid)
  }

  async #startThere(child: Child, place: PlaceId, uid: number): Promise<void> {
    const kernel = this.#kernel
    const { node } = kernel.here
    const gauge = kernel.gauges.allocate(kernel.here.place)
    const address: Address = {
      node,
      place,
      uid,
      path: child.path,
      capacity: child.options.mailbox.capacity,
      ...(gauge === undefined ? {} : { gauge }),
    }
    this.#table.locate(child, address)
    if (!this.#table.has(child)) {
      if (child.seated) this.#unseat(address, { reason: 'killed' })
      throw new ActorDownError(child.path, 'stopped during setup')
    }
    const owners = kernel.placeOwners.get(place) ?? new Set()
    kernel.placeOwners.set(place, owners.add(this.#placeOwner))
    await this.#order(child)
  }

  /** The process over there knows the actor by a name: code is never sent. */
  async #startFar(child: Child, { peer, as }: FarPlacement): Promise<void> {
    const kernel = this.#kernel
    const { mailbox, spawnTimeoutMs } = child.options
    const origin = this.#origin(child, {
      ...kernel.here,
      uid: 0,
      path: child.path,
      capacity: mailbox.capacity,
    })
    const order = { ...origin, actor: as ?? moduleName(child.definition) }
    // It gives up by itself before this does, so that none is left over there without a parent.
    const options = { timeoutMs: spawnTimeoutMs + 2 * answerMs, path: child.path }
    kernel.farParents.add(this.#placeOwner)
    const there = whereabouts(peer.node, 0)
    const uid = await kernel.request(there, 'spawnFar', order, options)
    const address = { ...origin.address, ...there, uid }
    this.#table.locate(child, address)
    if (this.#table.has(child)) return
    this.cut(child, address)
    throw new ActorDownError(child.path, 'stopped during setup')
  }

  /** Tells the child's thread what to run. */
  async #order(child: Child): Promise<void> {
    const { spawnTimeoutMs, transfer } = child.options
    const { url, ordinal } = child.definition
    const order = { url, ordinal, ...this.#origin(child, child.address!) }
    try {
      const options = { timeoutMs: spawnTimeoutMs, transfer, path: child.path }
      await this.#kernel.request(child.address!, child.seated ? 'settle' : 'spawn', order, options)
    } catch (error) {
      throw error instanceof AskTimeoutError ? new SpawnTimeoutError(child.path, spawnTimeoutMs) : error
    }
  }

  #origin({ args, options, incarnation }: Child, address: Address): Origin {
    return {
      args,
      address,
      parent: this.#self,
      incarnation,
      overflow: options.mailbox.overflow,
      stash: options.mailbox.stash,
      spawnTimeoutMs: options.spawnTimeoutMs,
    }
  }

  /** The next life of a suspended child, or of one whose thread is lost. False when it failed at once. */
  async revive(child: Child, incarnation: number): Promise<boolean> {
    const { cell, threadless } = child
    const { place, uid, gauge } = child.address!
    child.state = 'up'
    child.incarnation = incarnation
    if (cell) return cell.restart(incarnation)
    if (!threadless) {
      const { spawnTimeoutMs } = child.options
      const options = { timeoutMs: spawnTimeoutMs + 2 * answerMs, path: child.path }
      return this.#kernel.request(child.address!, 'restart', { uid, incarnation }, options)
    }
    child.launch++
    child.threadless = false
    // What waited in the lost thread is lost with it.
    if (gauge !== undefined) this.#kernel.gauges.reset(gauge)
    if (child.seated) {
      const options = { timeoutMs: child.options.spawnTimeoutMs, path: child.path }
      await this.#kernel.request(this.#kernel.main, 'placeReady', { place }, options)
    } else await this.#kernel.request(this.#kernel.main, 'reopenPlace', { place })
    if (!this.#table.has(child)) return false
    await this.#order(child)
    // Stopped meanwhile: nobody would end what was just started.
    if (child.seated && !this.#table.has(child))
      this.#kernel.notify(child.address!, 'halt', { uid, death: killed })
    return true
  }

  /** Ends a child for good. A thread that still listens stops its actor and leaves; another one is closed. */
  end(child: Child, death: Death): void {
    const { address, cell, state, threadless } = child
    if (!this.#table.has(child)) return
    if (cell) {
      cell.finish(death)
      this.forget(child)
    } else if (!address) this.forget(child)
    else if (child.seated) this.forget(child, death)
    else if (isFar(child)) {
      this.#kernel.notify(address, 'halt', { uid: address.uid, death })
      this.forget(child)
    } else if (state !== 'starting' && !threadless) {
      child.ending = death
      this.#kernel.notify(address, 'halt', { uid: 1, death })
    } else {
      this.forget(child)
      this.closePlace(address.place, death)
    }
  }

  /** @param death ends a child in a shared thread, if it lives */
  forget(child: Child, death?: Death): void {
    child.cancelBackoff?.()
    if (!this.#table.has(child)) return
    this.#table.remove(child)
    child.team?.leave()
    if (!child.address || child.cell || isFar(child)) return
    const { place, gauge } = child.address
    if (child.seated) this.#unseat(child.address, death)
    const owners = this.#kernel.placeOwners.get(place)
    if (this.#table.at(place).length === 0) owners?.delete(this.#placeOwner)
    if (owners?.size === 0) this.#kernel.placeOwners.delete(place)
    if (gauge !== undefined) this.#kernel.gauges.release(gauge)
  }

  /** Ends a child that is not in this thread at once, because its parent was killed. */
  cut(child: Child, address: Address): void {
    if (isFar(child)) this.#kernel.notify(address, 'halt', { uid: address.uid, death: killed })
    else this.closePlace(address.place, killed)
  }

  #unseat({ place, uid }: Address, death: Death | undefined): void {
    this.#kernel.notify(this.#kernel.main, 'unseat', { place, uid, ...(death ? { death } : {}) })
  }

  closePlace(place: PlaceId, death: Death): void {
    // Nobody waits for it here: system.stop() does, with a deadline.
    this.#kernel.request(this.#kernel.main, 'closePlace', { place, death }).catch(() => {})
  }
}

import type { PlaceId } from '../../transport/whereabouts.js'
import type { PlaceOwner } from '../cell/resident.js'
import type { LoadSetup } from '../definition.js'
import { ActorDownError, AskTimeoutError, SpawnTimeoutError } from '../errors.js'
import type { Origin } from '../place/control.js'
import type { Kernel } from '../place/kernel.js'
import type { Address } from '../ref.js'
import type { Death } from '../watch/death.js'
import type { Child, ChildTable, LocalChild } from './child-table.js'

/** Whose children are started. */
export interface Bearer {
  readonly kernel: Kernel
  readonly address: Address
  /** Makes an actor in this thread. */
  bear(origin: Origin, load: LoadSetup): LocalChild
}

/** How long a thread may take, beyond a pause's grace, to say that its actor's life ended. */
const answerMs = 1000

/** Starts, pauses, restarts and ends the children of one actor, each where it is placed. */
export class Launcher {
  readonly #owner: Bearer
  readonly #table: ChildTable
  readonly #placeOwner: PlaceOwner
  /** How children find their parent: one object for all of them. */
  readonly #self: Origin['parent']

  constructor(owner: Bearer, table: ChildTable, placeOwner: PlaceOwner) {
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
    return child.options.placement === 'here' ? this.#startHere(child) : this.#startThread(child)
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
    const { resourceLimits, mailbox } = child.options
    const place = await kernel.request(kernel.main, 'openPlace', {
      name: child.path,
      ...(resourceLimits ? { resourceLimits } : {}),
    })
    const { node } = kernel.here
    const gauge = kernel.gauges.allocate(kernel.here.place)
    const address: Address = {
      node,
      place,
      uid: 1,
      path: child.path,
      capacity: mailbox.capacity,
      ...(gauge === undefined ? {} : { gauge }),
    }
    this.#table.locate(child, address)
    if (!this.#table.has(child)) throw new ActorDownError(child.path, 'stopped during setup')
    kernel.placeOwners.set(place, this.#placeOwner)
    await this.#order(child)
  }

  /** Tells the child's fresh thread what to run. */
  async #order(child: Child): Promise<void> {
    const { spawnTimeoutMs, transfer } = child.options
    const { url, ordinal } = child.definition
    const order = { url, ordinal, ...this.#origin(child, child.address!) }
    try {
      const options = { timeoutMs: spawnTimeoutMs, transfer, path: child.path }
      await this.#kernel.request(child.address!, 'spawn', order, options)
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

  /**
   * Ends the child's present life, so that another one can begin: it finishes its message, or loses it after
   * `graceMs`. A thread that does not answer is terminated, with what waited in it.
   *
   * @throws KillTimeoutError or what says that its thread can't be ended
   */
  async pause(child: Child, graceMs: number): Promise<void> {
    const { cell, address } = child
    await child.started
    if (child.threadless || !address || !this.#table.has(child)) return
    if (cell) return cell.pause(graceMs)
    const { place, uid } = address
    const options = { timeoutMs: graceMs + answerMs, path: child.path }
    try {
      await this.#kernel.request(address, 'pause', { uid, graceMs }, options)
    } catch (error) {
      // Any other error means that the thread is gone, which placeDown has noted.
      if (error instanceof AskTimeoutError)
        await this.#kernel.request(this.#kernel.main, 'cutPlace', { place })
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
    await this.#kernel.request(this.#kernel.main, 'reopenPlace', { place })
    await this.#order(child)
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
    else if (state !== 'starting' && !threadless) this.#kernel.notify(address, 'halt', { uid: 1, death })
    else {
      this.forget(child)
      this.closePlace(address.place, death)
    }
  }

  forget(child: Child): void {
    child.cancelBackoff?.()
    if (!this.#table.has(child)) return
    this.#table.remove(child)
    child.team?.leave()
    if (!child.address || child.cell) return
    const { place, gauge } = child.address
    this.#kernel.placeOwners.delete(place)
    if (gauge !== undefined) this.#kernel.gauges.release(gauge)
  }

  closePlace(place: PlaceId, death: Death): void {
    // Nobody waits for it here: system.stop() does, with a deadline.
    this.#kernel.request(this.#kernel.main, 'closePlace', { place, death }).catch(() => {})
  }
}

import { type PlaceId, whereabouts } from '../../transport/whereabouts.js'
import type { Located, PlaceOwner } from '../cell/resident.js'
import type { ActorDefinition } from '../context.js'
import type { LoadSetup } from '../definition.js'
import {
  ActorDownError,
  AskTimeoutError,
  NameTakenError,
  RestartIntensityError,
  SpawnTimeoutError,
  ThreadExitedError,
} from '../errors.js'
import type { Handlers } from '../handlers.js'
import { checkSpawn, type SpawnOptions } from '../options.js'
import type { Origin } from '../place/control.js'
import type { Kernel } from '../place/kernel.js'
import { ActorRef, type Address } from '../ref.js'
import { type Death, failedWith } from '../watch/death.js'
import { type Child, ChildTable, type LocalChild } from './child-table.js'
import { stop } from './stopping.js'
import { type Decision, Intensity, type Supervise } from './supervision.js'

/** The actor whose children they are. */
export interface Parent {
  readonly kernel: Kernel
  readonly address: Address
  readonly path: string
  readonly incarnation: number
  /** A child failed too often, or its failure is passed on. */
  fail(error: Error): void
  /** Makes an actor in this thread. */
  bear(origin: Origin, load: LoadSetup): LocalChild
}

/** The children of one actor: spawns them, decides when they fail, stops them in reverse start order. */
export class Children implements PlaceOwner {
  readonly #owner: Parent
  readonly #table: ChildTable
  #named = 0

  constructor(owner: Parent) {
    this.#owner = owner
    this.#table = new ChildTable(owner.kernel.here)
  }

  get size(): number {
    return this.#table.size
  }

  get #kernel(): Kernel {
    return this.#owner.kernel
  }

  async spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: A,
    given: SpawnOptions | undefined,
  ): Promise<ActorRef<H>> {
    const options = checkSpawn(given)
    const name = options.name ?? `actor-${++this.#named}`
    const path = `${this.#owner.path}/${name}`
    if (this.#table.taken(name)) throw new NameTakenError(path)
    const child: Child = {
      name,
      path,
      definition,
      args,
      options,
      intensity: options.supervise && new Intensity(options.supervise as Supervise),
      address: undefined,
      cell: undefined,
      incarnation: 0,
      state: 'starting',
      launch: 0,
      cancelBackoff: () => {},
    }
    this.#table.add(child)
    try {
      const address =
        options.placement === 'here' ? await this.#startHere(child) : await this.#startThread(child)
      if (!this.#table.has(child)) throw new ActorDownError(path, 'stopped during setup')
      child.state = 'up'
      return new ActorRef<H>(this.#kernel, address)
    } catch (error) {
      this.#end(child, failedWith(error))
      throw error
    }
  }

  async #startHere(child: Child): Promise<Address> {
    const { node, place } = this.#kernel.here
    const { capacity } = child.options.mailbox
    const address = { node, place, uid: this.#kernel.nextUid(), path: child.path, capacity }
    this.#table.locate(child, address)
    child.cell = this.#owner.bear(this.#origin(child, address), () => child.definition.setup)
    await child.cell.launch()
    return address
  }

  async #startThread(child: Child): Promise<Address> {
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
    kernel.placeOwners.set(place, this)
    await this.#order(child)
    return address
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
      parent: { ...this.#kernel.here, uid: this.#owner.address.uid },
      incarnation,
      overflow: options.mailbox.overflow,
      spawnTimeoutMs: options.spawnTimeoutMs,
    }
  }

  // --- failures ---

  /** A child's handler or setup threw; it is suspended and waits for the decision. */
  failed(located: Located, error: Error): void {
    const child = this.#table.find(located)
    if (child && child.state !== 'backoff') this.#decide(child, error)
  }

  /** A child's thread ended. `final` when it was stopped or killed: nothing to decide then. */
  placeDown(place: PlaceId, death: Death, final: boolean): void {
    const child = this.#table.find({ ...whereabouts(this.#kernel.here.node, place), uid: 1 })
    if (!child) return
    child.launch++
    child.cancelBackoff()
    if (final) this.#forget(child)
    // A spawn that has not resolved yet is rejected by its own request; the child is gone then.
    else if (child.state === 'starting') this.#end(child, death)
    else {
      child.state = 'threadless'
      this.#decide(child, death.error ?? new ThreadExitedError(child.path, death.exitCode ?? 1), death)
    }
  }

  #decide(child: Child, error: Error, death: Death = { reason: 'failed', error }): void {
    const { supervise, transfer } = child.options
    let decision: Decision = 'stop'
    let cause = error
    try {
      if (supervise) decision = supervise.decide?.(error) ?? 'restart'
    } catch (thrown) {
      cause = failedWith(thrown).error!
    }
    // What was moved into the lost thread can't be moved again.
    if (decision === 'restart' && child.state === 'threadless' && transfer?.length) decision = 'stop'
    const waitMs = decision === 'restart' ? child.intensity!.next(this.#kernel.clock, this.#kernel.random) : 0
    this.report(error, child, waitMs === undefined ? 'escalate' : decision)
    if (waitMs === undefined) {
      const excess = new RestartIntensityError(child.path, supervise!.maxRestarts, supervise!.withinMs, error)
      this.#end(child, { reason: 'failed', error: excess })
      this.#owner.fail(excess)
    } else if (decision === 'restart') {
      const threadless = child.state === 'threadless'
      child.state = 'backoff'
      const restart = () => this.#restart(child, threadless)
      if (waitMs > 0) child.cancelBackoff = this.#kernel.clock.schedule(waitMs, restart)
      else restart()
    } else {
      this.#end(child, cause === error ? death : { reason: 'failed', error: cause })
      if (decision === 'escalate') this.#owner.fail(error)
    }
  }

  #restart(child: Child, threadless: boolean): void {
    const kernel = this.#kernel
    const { place, uid, gauge } = child.address!
    child.state = 'up'
    child.incarnation++
    if (!threadless) {
      kernel.notify(child.address!, 'restart', { uid, incarnation: child.incarnation })
      return
    }
    const launch = ++child.launch
    // What waited in the lost thread is lost with it.
    if (gauge !== undefined) kernel.gauges.reset(gauge)
    kernel
      .request(kernel.main, 'reopenPlace', { place })
      .then(() => this.#order(child))
      .catch((error: unknown) => {
        // If the thread is gone again, placeDown has decided already.
        if (this.#table.has(child) && child.launch === launch) this.#decide(child, failedWith(error).error!)
      })
  }

  /** Ends a child for good. A thread that still listens stops its actor and leaves; another one is closed. */
  #end(child: Child, death: Death): void {
    const { address, cell, state } = child
    if (!this.#table.has(child)) return
    if (cell) {
      cell.finish(death)
      this.#forget(child)
    } else if (!address) this.#forget(child)
    else if (state === 'up') this.#kernel.notify(address, 'halt', { uid: 1, death })
    else {
      this.#forget(child)
      this.#closePlace(address.place, death)
    }
  }

  /** Forgets a child that is dead. */
  gone(located: Located): void {
    const child = this.#table.find(located)
    if (child) this.#forget(child)
  }

  #forget(child: Child): void {
    child.cancelBackoff()
    if (!this.#table.has(child)) return
    this.#table.remove(child)
    if (!child.address || child.cell) return
    const { place, gauge } = child.address
    this.#kernel.placeOwners.delete(place)
    if (gauge !== undefined) this.#kernel.gauges.release(gauge)
  }

  #closePlace(place: PlaceId, death: Death): void {
    // Nobody waits for it here: system.stop() does, with a deadline.
    this.#kernel.request(this.#kernel.main, 'closePlace', { place, death }).catch(() => {})
  }

  /** Tells the system of a failure; without `child`, of the owner's own while it ended. */
  report(thrown: unknown, child?: Child, decision: Decision = 'stop'): void {
    const { path, incarnation } = child ?? this.#owner
    this.#kernel.onFailure({ path, incarnation, error: failedWith(thrown).error!, decision })
  }

  // --- stopping ---

  /** Stops all, the last started first, each with a fair share of the time left. Never rejects. */
  async stopAll(deadline: number): Promise<void> {
    const { clock } = this.#kernel
    const all = this.#table.newestFirst()
    for (const [i, child] of all.entries()) {
      if (!this.#table.has(child)) continue
      child.cancelBackoff()
      const share = Math.max(0, deadline - clock.now()) / (all.length - i)
      if (!child.address) this.#forget(child)
      else await stop(this.#kernel, child.address, share).catch((error: unknown) => this.report(error))
    }
  }

  /** Ends all at once, because the owner was killed. */
  haltAll(): void {
    for (const child of this.#table.newestFirst()) {
      const { address, cell } = child
      this.#forget(child)
      if (cell) cell.finish({ reason: 'killed' })
      else if (address) this.#closePlace(address.place, { reason: 'killed' })
    }
  }
}

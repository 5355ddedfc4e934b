import type { NodeId, PlaceId } from '../../transport/whereabouts.js'
import type { FarParent, Located, PlaceOwner } from '../cell/resident.js'
import type { ActorDefinition } from '../context.js'
import { isDefinition } from '../definition.js'
import { ActorDownError, ActorOptionError, NameTakenError, ThreadExitedError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import { type CheckedSpawn, checkSpawn, type SpawnOptions } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import { ActorRef } from '../ref.js'
import { type Death, failedWith } from '../watch/death.js'
import { type Child, ChildTable, isFar } from './child-table.js'
import { Failures, type Supervisor } from './failures.js'
import { type Bearer, Launcher } from './launcher.js'
import { askToStop, kill } from './stopping.js'
import { type Decision, Intensity } from './supervision.js'
import { type Team, Teams } from './team.js'

const ignore = () => {}

/** The actor whose children they are. */
export interface Parent extends Supervisor, Bearer {}

/** The children of one actor: spawns them, decides when they fail, stops them in reverse start order. */
export class Children implements PlaceOwner, FarParent {
  readonly #owner: Parent
  readonly #table: ChildTable
  readonly #launcher: Launcher
  readonly #failures: Failures
  readonly #teams = new Teams()
  #started = 0
  #named = 0

  constructor(owner: Parent) {
    this.#owner = owner
    this.#table = new ChildTable(owner.kernel.here)
    this.#launcher = new Launcher(owner, this.#table, this)
    this.#failures = new Failures(owner, this.#table, this.#launcher)
  }

  get size(): number {
    return this.#table.size
  }

  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: A,
    given: SpawnOptions | undefined,
    group?: Team,
  ): Promise<ActorRef<H>> {
    let child: Child
    try {
      child = this.#enrol(definition, args, checkSpawn(given), group)
    } catch (error) {
      return Promise.reject(error)
    }
    const launched = this.#launcher.start(child)
    // Without an await where there is nothing to wait for: most actors are set up synchronously.
    if (!launched) {
      this.#up(child)
      return Promise.resolve(child.cell!.ref)
    }
    const arrived = this.#arrived(child, launched)
    if (child.team) child.started = arrived.then(ignore, ignore)
    return arrived
  }

  get kernel(): Kernel {
    return this.#owner.kernel
  }

  get path(): string {
    return this.#owner.path
  }

  freshName(kind: string): string {
    return `${kind}-${++this.#named}`
  }

  #enrol(
    definition: ActorDefinition<any, any>,
    args: unknown,
    options: CheckedSpawn,
    group: Team | undefined,
  ): Child {
    if (!isDefinition(definition)) {
      const problem = 'expected what defineActor gave: the default export of its module'
      throw new ActorOptionError('spawn.definition', problem)
    }
    const name = options.name ?? this.freshName('actor')
    const path = `${this.#owner.path}/${name}`
    if (this.#table.taken(name)) throw new NameTakenError(path)
    const team = group ?? this.#teams.of(options.supervise)
    const child: Child = {
      name,
      path,
      definition,
      args,
      options,
      order: ++this.#started,
      intensity: options.supervise && !team ? new Intensity(options.supervise) : undefined,
      team,
      address: undefined,
      cell: undefined,
      incarnation: 0,
      state: 'starting',
      ending: undefined,
      seated: false,
      threadless: false,
      launch: 0,
      started: undefined,
      cancelBackoff: undefined,
    }
    this.#table.add(child)
    team?.join()
    return child
  }

  async #arrived(child: Child, launched: Promise<void>): Promise<ActorRef> {
    try {
      await launched
      if (!this.#table.has(child)) throw new ActorDownError(child.path, 'stopped during setup')
      this.#up(child)
      return child.cell?.ref ?? new ActorRef(this.#owner.kernel, child.address!)
    } catch (error) {
      this.#launcher.end(child, failedWith(error))
      throw error
    }
  }

  #up(child: Child): void {
    if (child.state === 'starting') child.state = 'up'
  }

  // --- failures ---

  /** A child's handler or setup threw; it waits for the decision. */
  failed(located: Located, error: Error): void {
    const child = this.#table.find(located)
    if (child && child.state !== 'suspended') this.#failures.decide(child, error)
  }

  /** A thread with children in it ended. `final` when it was stopped or killed: nothing to decide then. */
  placeDown(place: PlaceId, death: Death, final: boolean): void {
    for (const child of this.#table.at(place)) if (this.#table.has(child)) this.#lost(child, death, final)
  }

  #lost(child: Child, death: Death, final: boolean): void {
    child.launch++
    if (final) {
      this.#left(child)
      return
    }
    // A spawn that has not resolved yet is rejected by its own request; the child is gone then.
    if (child.state === 'starting') {
      this.#launcher.end(child, death)
      return
    }
    child.threadless = true
    // It was lost before it heard that it is to end: whoever watches it hears what was decided.
    if (child.ending) {
      this.#launcher.end(child, child.ending)
      return
    }
    // One that is to be restarted with its team is decided upon already.
    if (child.team && child.state === 'suspended') return
    child.cancelBackoff?.()
    const error = death.error ?? new ThreadExitedError(child.path, death.exitCode ?? 1)
    this.#failures.decide(child, error, death)
  }

  /** The process of some children is lost: they can't be started again where they were. */
  nodeDown(node: NodeId, death: Death): void {
    let far = false
    for (const child of this.#table.oldestFirst()) {
      if (!isFar(child)) continue
      // A spawn that has not resolved yet is rejected by its own request.
      if (child.address?.node === node) this.#failures.decide(child, death.error!, death)
      else far = true
    }
    if (!far) this.#owner.kernel.farParents.delete(this)
  }

  /** Forgets a child that is dead. */
  gone(located: Located): void {
    const child = this.#table.find(located)
    if (child) this.#left(child)
  }

  /** A group without one of its members is none: the others end too. */
  #left(child: Child): void {
    this.#launcher.forget(child)
    if (child.team?.onGeneration) void this.#failures.stopMates(child.team, child)
  }

  /** Tells the system of a failure; without `child`, of the owner's own while it ended. */
  report(thrown: unknown, child?: Child, decision: Decision = 'stop'): void {
    this.#failures.report(thrown, child, decision)
  }

  // --- stopping ---

  /** Stops all, the last started first, each with a fair share of the time left. Never rejects. */
  async stopAll(deadline: number): Promise<void> {
    const { clock } = this.#owner.kernel
    const all = this.#table.newestFirst()
    this.#cancelRestarts(all)
    const kills: Promise<void>[] = []
    for (const [i, child] of all.entries()) {
      if (!this.#table.has(child)) continue
      const share = Math.max(0, deadline - clock.now()) / (all.length - i)
      if (!child.address) this.#launcher.forget(child)
      else if (!(await askToStop(this.#owner.kernel, child.address, share))) {
        // Killed ones don't keep the others waiting: many may hang in one thread.
        kills.push(kill(this.#owner.kernel, child.address).catch((error: unknown) => this.report(error)))
      }
    }
    await Promise.all(kills)
  }

  /** Ends all at once, because the owner was killed. */
  haltAll(): void {
    const all = this.#table.newestFirst()
    this.#cancelRestarts(all)
    for (const child of all) {
      const { address, cell } = child
      this.#launcher.forget(child, { reason: 'killed' })
      if (cell) cell.finish({ reason: 'killed' })
      else if (address && !child.seated) this.#launcher.cut(child, address)
    }
  }

  /** Lets go of all without a word to anybody: a recovery under way would go on for nobody, again and again. */
  abandon(): void {
    const all = this.#table.newestFirst()
    this.#cancelRestarts(all)
    for (const child of all) this.#table.remove(child)
  }

  #cancelRestarts(all: Child[]): void {
    for (const child of all) {
      child.cancelBackoff?.()
      child.team?.end()
    }
  }
}

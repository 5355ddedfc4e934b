import { Children, type Parent } from '../children/children.js'
import type { Setup } from '../context.js'
import type { LoadSetup } from '../definition.js'
import { ActorDownError, MailboxFullError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import { type Outer, setupName } from '../observe/monitor.js'
import type { ActorReport } from '../observe/report.js'
import type { Origin } from '../place/control.js'
import type { DeadLetterReason } from '../place/dead-letters.js'
import type { Kernel } from '../place/kernel.js'
import { ActorRef, type Address, isPlaceRoot } from '../ref.js'
import { type Death, failedWith } from '../watch/death.js'
import { type Handled, Handling, isThenable } from './handling.js'
import { Life, type Living } from './life.js'
import { type Item, isUser, Mailbox, type UserMessage } from './mailbox.js'
import { PendingSetup } from './pending-setup.js'
import type { Located, Resident, Watcher } from './resident.js'
import { Stash } from './stash.js'
import type { Silence } from './timers.js'

/** Grace of what ends without a caller's deadline: the children and hooks of an actor that failed. */
const failureGraceMs = 5000

/**
 * One actor: mailbox, the handlers of its present life, children and watchers. It outlives its lives: a
 * restart replaces handlers and context, while address, mailbox and watchers stay.
 *
 *   starting → running ⇄ suspended (failed, waits for its parent's decision) → starting …
 *              running → pausing (finishes its message) → suspended
 *        any of them → stopping (finishes its message, children, hooks) → dead
 *
 * Whatever need not be awaited happens at once: most actors set up, fail and stop without a promise.
 */
export class Cell implements Resident, Parent, Living, Handled {
  readonly kernel: Kernel
  readonly address: Address
  incarnation: number
  silence: Silence | undefined
  spentMs = 0
  #state: 'starting' | 'running' | 'pausing' | 'suspended' | 'stopping' | 'dead' = 'starting'
  readonly #origin: Origin
  readonly #load: LoadSetup
  readonly #mailbox: Mailbox
  #life: Life
  readonly #handling: Handling
  #ref: ActorRef | undefined
  #children: Children | undefined
  /** By all that tells them apart: a peer may have many, and takes them back one by one. */
  #watchers: Map<string, Watcher> | undefined
  #stash: Stash | undefined
  #scheduled = false
  #poisoned = false
  #stopBy = 0
  #onSuspended: (() => void)[] | undefined
  #setup: PendingSetup | undefined

  constructor(kernel: Kernel, origin: Origin, load: LoadSetup) {
    this.kernel = kernel
    this.#origin = origin
    this.#load = load
    this.address = origin.address
    this.incarnation = origin.incarnation
    this.#mailbox = new Mailbox(origin.address, origin.overflow, kernel.gauges)
    this.#handling = new Handling(this)
    this.#life = new Life(this)
    kernel.cells.set(origin.address.uid, this)
  }

  /** The cell of a child in this thread: tells its failures and its end to this one. */
  bear(origin: Origin, load: LoadSetup): Cell {
    return new Cell(this.kernel, origin, load)
  }

  get path(): string {
    return this.address.path
  }

  get ref(): ActorRef {
    this.#ref ??= new ActorRef(this.kernel, this.address)
    return this.#ref
  }

  get children(): Children {
    this.#children ??= new Children(this)
    return this.#children
  }

  get hasChildren(): boolean {
    return this.#children !== undefined && this.#children.size > 0
  }

  get full(): boolean {
    return this.#mailbox.full
  }

  get waiting(): number {
    return this.#mailbox.users + (this.current ? 1 : 0)
  }

  get current(): UserMessage | undefined {
    return this.#handling.message
  }

  get busy(): boolean {
    const { message, idle } = this.#handling
    return this.#mailbox.users > 0 || message !== undefined || !idle
  }

  get #accepting(): boolean {
    return this.#state !== 'stopping' && this.#state !== 'dead'
  }

  // --- starting ---

  /**
   * Runs setup; nothing to wait for when that is synchronous. Rejects with what it throws, with
   * SpawnTimeoutError, or when the cell ends meanwhile; a cell that still lives is suspended then.
   */
  launch(): Promise<void> | undefined {
    const life = this.#life
    let handlers: Handlers | PromiseLike<Handlers>
    const { path, incarnation } = this
    this.kernel.probe?.tell({ type: incarnation > 0 ? 'restarted' : 'spawned', path, incarnation })
    try {
      const setup = this.#load()
      handlers = isThenable(setup)
        ? setup.then((loaded) => this.#setUp(loaded, life))
        : this.#setUp(setup, life)
    } catch (error) {
      return this.#launchFailed(life, error)
    }
    if (isThenable(handlers)) return this.#launchLater(life, handlers as PromiseLike<Handlers>)
    if (this.#state !== 'starting') return this.#launchFailed(life, this.#stoppedEarly())
    this.#begin(handlers)
    return undefined
  }

  #setUp(setup: Setup<Handlers, unknown>, life: Life): Handlers | PromiseLike<Handlers> {
    const { monitor } = this.kernel
    // The spawner's handler may be running: it gets its place in the monitor back.
    const outer: Outer | undefined = monitor?.enter(this.path, setupName)
    try {
      return setup(life, this.#origin.args)
    } finally {
      if (outer) monitor!.leave(outer)
    }
  }

  async #launchLater(life: Life, setUp: PromiseLike<Handlers>): Promise<void> {
    const setup = new PendingSetup(this.kernel.clock, this.path, this.#origin.spawnTimeoutMs, setUp)
    this.#setup = setup
    try {
      const handlers = await setup.handlers
      if (this.#state === 'starting') this.#begin(handlers)
      else if (this.#state !== 'pausing') throw this.#stoppedEarly()
    } catch (error) {
      await this.#launchFailed(life, error)
    } finally {
      if (this.#setup === setup) this.#setup = undefined
      if (this.#state === 'pausing') void this.#suspend()
    }
  }

  #begin(handlers: Handlers): void {
    // Setup itself may have called become.
    this.#handling.handlers ??= handlers
    this.#state = 'running'
    this.#schedule()
  }

  async #launchFailed(life: Life, error: unknown): Promise<never> {
    if (this.#state === 'starting') this.#state = 'suspended'
    await life.close(this.kernel.clock.now() + failureGraceMs)
    if (this.#state === 'stopping') this.#wind()
    throw error
  }

  #stoppedEarly(): ActorDownError {
    return new ActorDownError(this.path, 'stopped during setup')
  }

  // --- mail ---

  accept(message: UserMessage, counted: boolean): void {
    if (!this.#accepting) {
      if (counted) this.#mailbox.uncount()
      this.refuse(message, this.#tooLate, () => new ActorDownError(this.path, 'stopped'))
      return
    }
    this.kernel.probe?.message('received', this.path, message)
    const refused = this.#mailbox.accept(message, counted)
    if (refused) {
      this.refuse(refused, 'mailbox-full', () => new MailboxFullError(this.path, this.#mailbox.capacity))
    }
    this.#schedule()
  }

  enqueue(run: () => unknown): void {
    if (!this.#accepting) return
    this.#mailbox.push({ run })
    this.#schedule()
  }

  post(name: string, payload: unknown): void {
    if (!this.#accepting) return
    this.#mailbox.post({ name, payload, id: 0, from: this.kernel.here })
    this.#schedule()
  }

  stash(): void {
    const message = this.current
    if (!message)
      throw new TypeError(`${this.path}: ctx.stash() works only inside the handler of an ask or tell`)
    this.#stash ??= new Stash(this.path, this.#origin.stash)
    const error = this.#stash.add(message)
    if (!error) return
    this.refuse(message, 'stash-full', () => error)
    message.id = 0 // answered: the failure that follows is the actor's alone
    throw error
  }

  unstashAll(): void {
    if (!this.#stash) return
    this.#mailbox.putBack(this.#stash.take())
    this.#schedule()
  }

  become(handlers: Handlers): void {
    this.#handling.handlers = handlers
  }

  /** Answers a message that no handler will see: an ask fails, a tell becomes a dead letter. */
  refuse(message: UserMessage, why: DeadLetterReason, error: () => Error): void {
    if (message.id === 0) this.kernel.deadLetter(this.path, message.name, why)
    else {
      this.kernel.probe?.message('dropped', this.path, message, { reason: why })
      this.kernel.reply(message.from, message.id, false, error())
    }
  }

  get #tooLate(): DeadLetterReason {
    return this.#poisoned ? 'poisoned' : 'down'
  }

  // --- handling ---

  #schedule(): void {
    if (this.#scheduled || this.#state !== 'running' || this.#handling.exclusive || this.#mailbox.empty)
      return
    this.#scheduled = true
    this.kernel.turns.add(this)
  }

  /** Handles up to `budget` items; says how many. Called by the kernel only. */
  run(budget: number): number {
    this.#scheduled = false
    let done = 0
    while (done < budget && this.#state === 'running' && !this.#handling.exclusive) {
      const item = this.#mailbox.take()
      if (!item) break
      done++
      this.#handling.start(item)
    }
    this.#mailbox.settle()
    this.#schedule()
    return done
  }

  handles(item: object): boolean {
    return this.#handling.has(item)
  }

  report(): ActorReport {
    const { path, incarnation, spentMs: busyMs } = this
    const times = this.kernel.probe?.timesOf(this)
    return {
      path,
      state: this.#state === 'dead' ? 'stopping' : this.#state,
      incarnation,
      depth: this.#mailbox.users,
      capacity: this.#mailbox.capacity,
      stashed: this.#stash?.size ?? 0,
      handled: this.#handling.count,
      busyMs,
      maxMs: times?.maxMs,
      current: this.#handling.names,
    }
  }

  handled(): void {
    if (this.#state === 'running') this.#schedule()
    else this.#settled()
  }

  poisoned({ payload }: UserMessage): void {
    this.#poisoned = true
    this.stop(typeof payload === 'number' ? payload : failureGraceMs)
  }

  streams(message: UserMessage, given: unknown): void {
    this.#life.send(message, given)
  }

  // --- failing ---

  /**
   * The actor failed: rejects the ask, suspends the mailbox, ends this life, then asks the parent. A failure
   * of an actor whose life is ending already ends its message, nothing else; one during setup is setup's.
   */
  fail(error: unknown, item: Item | undefined = this.#handling.item): void {
    if (isUser(item)) {
      this.kernel.reply(item.from, item.id, false, error)
      item.id = 0
    }
    if (this.#state === 'stopping' || this.#state === 'pausing') {
      if (item) this.#handling.forget(item)
      this.#settled()
    } else if (this.#state === 'starting') this.#setup?.giveUp(failedWith(error).error!)
    else if (this.#state === 'running') {
      this.#state = 'suspended'
      this.#handling.drop(new ActorDownError(this.path, 'failed', error))
      const closing = this.#life.close(this.kernel.clock.now() + failureGraceMs)
      if (closing) void closing.then(() => this.#tellParent(error))
      else this.#tellParent(error)
    }
  }

  /** A new life for a suspended cell: setup runs again; what waits in mailbox and stash stays. */
  restart(incarnation: number): boolean | Promise<boolean> {
    if (this.#state !== 'suspended') return false
    this.incarnation = incarnation
    this.#state = 'starting'
    this.#handling.handlers = undefined
    this.#life = new Life(this)
    this.unstashAll()
    const launched = this.launch()
    if (!launched) return true
    return launched.then(
      () => true,
      (error: unknown) => {
        this.#tellParent(error)
        return false
      },
    )
  }

  /**
   * Ends this life because a team-mate failed: finishes the current message, or cuts it off after `graceMs`.
   * Resolves when the cell waits for its restart, or has nothing to wait for.
   */
  async pause(graceMs: number): Promise<void> {
    const { clock } = this.kernel
    if (!this.#accepting) return
    if (this.#state === 'suspended') {
      await this.#life.close(clock.now() + graceMs)
      return
    }
    await new Promise<void>((resolve) => {
      const cancel = clock.schedule(graceMs, () => this.#cutOff())
      this.#onSuspended ??= []
      this.#onSuspended.push(() => {
        cancel()
        resolve()
      })
      if (this.#state === 'pausing') return
      const starting = this.#state === 'starting'
      this.#state = 'pausing'
      this.#stopBy = clock.now() + graceMs
      this.#life.abort()
      if (!starting) this.#settled()
    })
  }

  /** The grace of a pause is over: the handler may run on, but reaches nobody. */
  #cutOff(): void {
    if (this.#state !== 'pausing') return
    const error = new ActorDownError(this.path, 'restarted before it answered')
    this.#handling.drop(error)
    this.#setup?.giveUp(error)
    void this.#suspend()
  }

  async #suspend(): Promise<void> {
    await this.#life.close(this.#stopBy)
    if (this.#state === 'pausing') this.#state = 'suspended'
    this.#tellSuspended()
  }

  #tellSuspended(): void {
    const waiting = this.#onSuspended
    this.#onSuspended = undefined
    for (const resolve of waiting ?? []) resolve()
  }

  #tellParent(thrown: unknown): void {
    if (this.#state !== 'suspended') return
    const { parent } = this.#origin
    const error = failedWith(thrown).error!
    this.kernel.notify(parent, 'childFailed', { parent: parent.uid, child: this.#located, error })
  }

  // --- ending ---

  /** Finishes the current message, stops the children, runs the hooks. Whoever calls kills it if that takes long. */
  stop(graceMs: number): void {
    if (!this.#accepting) return
    const starting = this.#state === 'starting'
    this.#state = 'stopping'
    this.#stopBy = this.kernel.clock.now() + graceMs
    this.#life.abort()
    if (!starting) this.#settled()
  }

  /** A life that is to end does so once no handler runs any more. */
  #settled(): void {
    if (!this.#handling.idle) return
    if (this.#state === 'stopping') this.#wind()
    else if (this.#state === 'pausing') void this.#suspend()
  }

  #wind(): void {
    const closing = this.#life.close(this.#stopBy)
    if (closing) void closing.then(() => this.finish({ reason: 'stopped' }))
    else this.finish({ reason: 'stopped' })
  }

  /** Dies now. Tells watchers and parent, unless it takes its thread along: then the exit tells them. */
  finish(death: Death): void {
    if (this.#state === 'dead') return
    const { kernel, address } = this
    // Made only for whoever gets it: of many actors that end together few have mail.
    const error = () => new ActorDownError(this.path, death.reason, death.error)
    if (!this.#handling.idle) this.#handling.drop(error())
    this.abandon()
    kernel.dead.add(address.uid, death)
    kernel.probe?.tell({ type: 'stopped', path: this.path, reason: death.reason })
    this.#children?.haltAll()
    for (const message of this.#stash?.take() ?? []) this.refuse(message, this.#tooLate, error)
    for (const message of this.#mailbox.drain()) this.refuse(message, this.#tooLate, error)
    this.#mailbox.release()
    if (isPlaceRoot(address)) {
      kernel.leave(death)
      return
    }
    for (const { at, watcher } of this.#watchers?.values() ?? [])
      kernel.notify(at, 'down', { watcher, death })
    const { parent } = this.#origin
    kernel.notify(parent, 'childGone', { parent: parent.uid, child: this.#located })
  }

  get #located(): Located {
    const { node, place, uid } = this.address
    return { node, place, uid }
  }

  /** Ends without a word to anybody. */
  abandon(): void {
    this.#state = 'dead'
    this.#handling.drop()
    this.#setup?.giveUp(this.#stoppedEarly())
    this.#tellSuspended()
    this.#life.cut()
    this.kernel.cells.delete(this.address.uid)
  }

  addWatcher(watcher: Watcher): void {
    if (isPlaceRoot(this.address)) return
    this.#watchers ??= new Map()
    this.#watchers.set(watcherKey(watcher), watcher)
  }

  removeWatcher(watcher: Watcher): void {
    this.#watchers?.delete(watcherKey(watcher))
  }

  share(): number | undefined {
    return this.#mailbox.share(this.address.place)
  }
}

const watcherKey = ({ at, watcher }: Watcher) => `${at.node}/${at.place}/${watcher}`

import { sameWhereabouts } from '../../transport/whereabouts.js'
import { Children, type Parent } from '../children/children.js'
import type { LoadSetup } from '../definition.js'
import { ActorDownError, MailboxFullError, SpawnTimeoutError, UnknownMessageError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import type { Origin } from '../place/control.js'
import type { DeadLetterReason } from '../place/dead-letters.js'
import type { Kernel } from '../place/kernel.js'
import { ActorRef, type Address, isPlaceRoot } from '../ref.js'
import { type Death, failedWith } from '../watch/death.js'
import { Deferred } from './deferred.js'
import { Life, type Living } from './life.js'
import { type Item, isUser, Mailbox, poisonPill, type UserMessage } from './mailbox.js'
import { isReentrant } from './reentrant.js'
import type { Located, Resident, Watcher } from './resident.js'
import { Stash } from './stash.js'
import type { Silence } from './timers.js'

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'

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
export class Cell implements Resident, Parent, Living {
  readonly kernel: Kernel
  readonly address: Address
  incarnation: number
  silence: Silence | undefined
  #state: 'starting' | 'running' | 'pausing' | 'suspended' | 'stopping' | 'dead' = 'starting'
  readonly #origin: Origin
  readonly #load: LoadSetup
  readonly #mailbox: Mailbox
  #life: Life
  #handlers: Handlers | undefined
  #ref: ActorRef | undefined
  #children: Children | undefined
  #watchers: Watcher[] | undefined
  #stash: Stash | undefined
  #scheduled = false
  /** The item whose handler has not finished. A completion counts only while its item is still here. */
  #current: Item | undefined
  /** Messages whose reentrant handlers await something; they don't keep others from being handled. */
  #open: Set<UserMessage> | undefined
  #poisoned = false
  #stopBy = 0
  #onSuspended: (() => void)[] | undefined
  /** Ends the wait for an asynchronous setup that is too late, or whose cell is dead. */
  #giveUp: ((error: Error) => void) | undefined

  constructor(kernel: Kernel, origin: Origin, load: LoadSetup) {
    this.kernel = kernel
    this.#origin = origin
    this.#load = load
    this.address = origin.address
    this.incarnation = origin.incarnation
    this.#mailbox = new Mailbox(origin.address, origin.overflow, kernel.gauges)
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
    return isUser(this.#current) ? this.#current : undefined
  }

  get busy(): boolean {
    return this.#mailbox.users > 0 || this.current !== undefined || this.#handling > 0
  }

  get #handling(): number {
    return this.#open?.size ?? 0
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
    try {
      const setup = this.#load()
      const { args } = this.#origin
      handlers = isThenable(setup) ? setup.then((loaded) => loaded(life, args)) : setup(life, args)
    } catch (error) {
      return this.#launchFailed(life, error)
    }
    if (isThenable(handlers)) return this.#launchLater(life, handlers as PromiseLike<Handlers>)
    if (this.#state !== 'starting') return this.#launchFailed(life, this.#stoppedEarly())
    this.#begin(handlers)
    return undefined
  }

  async #launchLater(life: Life, setUp: PromiseLike<Handlers>): Promise<void> {
    const { spawnTimeoutMs } = this.#origin
    const gaveUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject
    })
    const late = () => this.#giveUp?.(new SpawnTimeoutError(this.path, spawnTimeoutMs))
    const cancel = this.kernel.clock.schedule(spawnTimeoutMs, late)
    try {
      const handlers = await Promise.race([setUp, gaveUp])
      if (this.#state === 'starting') this.#begin(handlers)
      else if (this.#state !== 'pausing') throw this.#stoppedEarly()
    } catch (error) {
      await this.#launchFailed(life, error)
    } finally {
      cancel()
      if (this.#life === life) this.#giveUp = undefined
      if (this.#state === 'pausing') void this.#suspend()
    }
  }

  #begin(handlers: Handlers): void {
    // Setup itself may have called become.
    this.#handlers ??= handlers
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
      this.#refuse(message, this.#tooLate, () => new ActorDownError(this.path, 'stopped'))
      return
    }
    const refused = this.#mailbox.accept(message, counted)
    if (refused) {
      this.#refuse(refused, 'mailbox-full', () => new MailboxFullError(this.path, this.#mailbox.capacity))
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
    this.#refuse(message, 'stash-full', () => error)
    message.id = 0 // answered: the failure that follows is the actor's alone
    throw error
  }

  unstashAll(): void {
    if (!this.#stash) return
    this.#mailbox.putBack(this.#stash.take())
    this.#schedule()
  }

  become(handlers: Handlers): void {
    this.#handlers = handlers
  }

  /** Answers a message that no handler will see: an ask fails, a tell becomes a dead letter. */
  #refuse(message: UserMessage, why: DeadLetterReason, error: () => Error): void {
    if (message.id === 0) this.kernel.deadLetter(this.path, message.name, why)
    else this.kernel.reply(message.from, message.id, false, error())
  }

  get #tooLate(): DeadLetterReason {
    return this.#poisoned ? 'poisoned' : 'down'
  }

  // --- handling ---

  #schedule(): void {
    if (this.#scheduled || this.#state !== 'running' || this.#current || this.#mailbox.empty) return
    this.#scheduled = true
    this.kernel.turns.add(this)
  }

  /** Handles up to `budget` items; says how many. Called by the kernel only. */
  run(budget: number): number {
    this.#scheduled = false
    let done = 0
    while (done < budget && this.#state === 'running' && !this.#current) {
      const item = this.#mailbox.take()
      if (!item) return done
      done++
      this.#handle(item)
    }
    this.#schedule()
    return done
  }

  #handle(item: Item): void {
    this.#current = item
    const handlers = this.#handlers!
    let result: unknown
    try {
      if (!isUser(item)) result = item.run()
      else {
        this.silence?.broken()
        // own properties only: a message named `constructor` or `__proto__` finds nothing
        if (Object.hasOwn(handlers, item.name)) result = handlers[item.name]!(item.payload)
        else this.#unhandled(item)
      }
    } catch (error) {
      this.fail(error, item)
      return
    }
    if (isThenable(result)) this.#await(item, handlers, result)
    else this.#finished(item, result)
  }

  /** @param handlers those that were in force when the handler began */
  #await(item: Item, handlers: Handlers, result: PromiseLike<unknown>): void {
    // The handler may have ended the actor before its first await.
    if (this.#current === item && isUser(item) && isReentrant(handlers[item.name]!)) {
      this.#current = undefined
      this.#open ??= new Set()
      this.#open.add(item)
      this.#schedule()
    }
    result.then(
      (value) => this.#finished(item, value),
      (error) => {
        if (this.#current === item || this.#open?.has(item as UserMessage)) this.fail(error, item)
      },
    )
  }

  #finished(item: Item, value: unknown): void {
    if (this.#current === item) this.#current = undefined
    else if (!this.#open?.delete(item as UserMessage)) return // halted meanwhile
    if (isUser(item)) {
      this.silence?.broken()
      if (item.id !== 0 && !(value instanceof Deferred)) this.kernel.reply(item.from, item.id, true, value)
    }
    if (this.#state === 'running') this.#schedule()
    else this.#settled()
  }

  #unhandled(message: UserMessage): void {
    if (message.name === poisonPill) {
      this.#poisoned = true
      this.stop(typeof message.payload === 'number' ? message.payload : failureGraceMs)
      return
    }
    const known = Object.keys(this.#handlers!)
    this.#refuse(message, 'unknown-message', () => new UnknownMessageError(this.path, message.name, known))
    message.id = 0
  }

  // --- failing ---

  /**
   * The actor failed: rejects the ask, suspends the mailbox, ends this life, then asks the parent. A failure
   * of an actor whose life is ending already ends its message, nothing else; one during setup is setup's.
   */
  fail(error: unknown, item: Item | undefined = this.#current): void {
    if (isUser(item)) {
      this.kernel.reply(item.from, item.id, false, error)
      item.id = 0
    }
    if (this.#state === 'stopping' || this.#state === 'pausing') {
      if (this.#current === item) this.#current = undefined
      else this.#open?.delete(item as UserMessage)
      this.#settled()
    } else if (this.#state === 'starting') this.#giveUp?.(failedWith(error).error!)
    else if (this.#state === 'running') {
      this.#state = 'suspended'
      this.#dropHandling(new ActorDownError(this.path, 'failed', error))
      const closing = this.#life.close(this.kernel.clock.now() + failureGraceMs)
      if (closing) void closing.then(() => this.#tellParent(error))
      else this.#tellParent(error)
    }
  }

  /** Whatever handlers still run, they reach nobody: their asks end here. */
  #dropHandling(error: Error): void {
    const { current } = this
    if (current) this.kernel.reply(current.from, current.id, false, error)
    this.#current = undefined
    for (const { from, id } of this.#open ?? []) this.kernel.reply(from, id, false, error)
    this.#open = undefined
  }

  /** A new life for a suspended cell: setup runs again; what waits in mailbox and stash stays. */
  restart(incarnation: number): boolean | Promise<boolean> {
    if (this.#state !== 'suspended') return false
    this.incarnation = incarnation
    this.#state = 'starting'
    this.#handlers = undefined
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
    this.#dropHandling(error)
    this.#giveUp?.(error)
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
    if (this.#current || this.#handling > 0) return
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
    const error = new ActorDownError(this.path, death.reason, death.error)
    this.#dropHandling(error)
    this.abandon()
    kernel.dead.add(address.uid, death)
    this.#children?.haltAll()
    for (const message of this.#stash?.take() ?? []) this.#refuse(message, this.#tooLate, () => error)
    for (const message of this.#mailbox.drain()) this.#refuse(message, this.#tooLate, () => error)
    this.#mailbox.release()
    if (isPlaceRoot(address)) {
      kernel.leave(death)
      return
    }
    for (const { at, watcher } of this.#watchers ?? []) kernel.notify(at, 'down', { watcher, death })
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
    this.#current = undefined
    this.#open = undefined
    this.#giveUp?.(this.#stoppedEarly())
    this.#tellSuspended()
    this.#life.cut()
    this.kernel.cells.delete(this.address.uid)
  }

  addWatcher(watcher: Watcher): void {
    if (isPlaceRoot(this.address)) return
    this.#watchers ??= []
    this.#watchers.push(watcher)
  }

  removeWatcher({ at, watcher }: Watcher): void {
    this.#watchers = this.#watchers?.filter((w) => w.watcher !== watcher || !sameWhereabouts(w.at, at))
  }

  share(): number | undefined {
    return this.#mailbox.share(this.address.place)
  }
}

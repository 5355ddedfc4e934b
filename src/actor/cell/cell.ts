import { sameWhereabouts } from '../../transport/whereabouts.js'
import { Children, type Parent } from '../children/children.js'
import type { LoadSetup } from '../definition.js'
import { ActorDownError, MailboxFullError, SpawnTimeoutError, UnknownMessageError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import type { Origin } from '../place/control.js'
import type { DeadLetter } from '../place/dead-letters.js'
import type { Kernel } from '../place/kernel.js'
import { ActorRef, type Address, isPlaceRoot } from '../ref.js'
import { type Death, failedWith } from '../watch/death.js'
import { Deferred } from './deferred.js'
import { Life, type Living } from './life.js'
import { type Item, Mailbox, type UserMessage } from './mailbox.js'
import type { Located, Resident, Watcher } from './resident.js'

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
 */
export class Cell implements Resident, Parent, Living {
  readonly kernel: Kernel
  readonly address: Address
  readonly ref: ActorRef
  readonly children: Children
  incarnation: number
  #state: 'starting' | 'running' | 'pausing' | 'suspended' | 'stopping' | 'dead' = 'starting'
  readonly #origin: Origin
  readonly #load: LoadSetup
  readonly #mailbox: Mailbox
  #life: Life
  #handlers: Handlers = {}
  #watchers: Watcher[] = []
  #scheduled = false
  /** The item whose handler has not finished. A completion counts only while its item is still here. */
  #current: Item | undefined
  #stopBy = 0
  #onSuspended: (() => void)[] = []
  /** Ends the wait for a setup that is too late, or whose cell is dead. */
  #giveUp: (error: Error) => void = () => {}

  constructor(kernel: Kernel, origin: Origin, load: LoadSetup) {
    this.kernel = kernel
    this.#origin = origin
    this.#load = load
    this.address = origin.address
    this.incarnation = origin.incarnation
    this.#mailbox = new Mailbox(origin.address, origin.overflow, kernel.gauges)
    this.ref = new ActorRef(kernel, origin.address)
    this.children = new Children(this)
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

  get full(): boolean {
    return this.#mailbox.full
  }

  /** The message whose handler runs. */
  get current(): UserMessage | undefined {
    return this.#current && 'name' in this.#current ? this.#current : undefined
  }

  get #accepting(): boolean {
    return this.#state !== 'stopping' && this.#state !== 'dead'
  }

  /**
   * Runs setup. Rejects with what it throws, with SpawnTimeoutError, or when the cell ends meanwhile; a cell
   * that still lives is suspended then.
   */
  async launch(): Promise<void> {
    const life = this.#life
    const { clock } = this.kernel
    const { spawnTimeoutMs, args } = this.#origin
    const gaveUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject
    })
    const late = () => this.#giveUp(new SpawnTimeoutError(this.path, spawnTimeoutMs))
    const cancel = clock.schedule(spawnTimeoutMs, late)
    try {
      const setUp = (async () => (await this.#load())(life, args))()
      this.#handlers = await Promise.race([setUp, gaveUp])
    } catch (error) {
      if (this.#state === 'starting') this.#state = 'suspended'
      await life.close(clock.now() + failureGraceMs)
      throw error
    } finally {
      cancel()
      if (this.#state === 'stopping') void this.#wind()
      if (this.#state === 'pausing') void this.#suspend()
    }
    if (this.#state === 'pausing' || this.#state === 'suspended') return
    if (this.#state !== 'starting') throw new ActorDownError(this.path, 'stopped during setup')
    this.#state = 'running'
    this.#schedule()
  }

  accept(message: UserMessage, counted: boolean): void {
    if (!this.#accepting) {
      if (counted) this.#mailbox.uncount()
      this.#refuse(message, 'down', () => new ActorDownError(this.path, 'stopped'))
      return
    }
    const refused = this.#mailbox.accept(message, counted)
    if (refused) {
      this.#refuse(refused, 'mailbox-full', () => new MailboxFullError(this.path, this.#mailbox.capacity))
    }
    this.#schedule()
  }

  /** Queues work of the runtime that runs as a handler: timers, deaths. */
  enqueue(run: () => unknown): void {
    if (!this.#accepting) return
    this.#mailbox.push({ run })
    this.#schedule()
  }

  /** Answers a message that no handler will see: an ask fails, a tell becomes a dead letter. */
  #refuse(message: UserMessage, why: DeadLetter['reason'], error: () => Error): void {
    if (message.id === 0) this.kernel.deadLetter(this.path, message.name, why)
    else this.kernel.reply(message.from, message.id, false, error())
  }

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
    let result: unknown
    try {
      if ('run' in item) result = item.run()
      else {
        // own properties only: a message named `constructor` or `__proto__` finds nothing
        if (!Object.hasOwn(this.#handlers, item.name)) {
          const error = () => new UnknownMessageError(this.path, item.name, Object.keys(this.#handlers))
          this.#refuse(item, 'unknown-message', error)
          this.#finished(item, undefined)
          return
        }
        result = this.#handlers[item.name]!(item.payload)
      }
    } catch (error) {
      this.fail(error, item)
      return
    }
    if (isThenable(result)) {
      result.then(
        (value) => this.#finished(item, value),
        (error) => {
          if (this.#current === item) this.fail(error, item)
        },
      )
    } else this.#finished(item, result)
  }

  #finished(item: Item, value: unknown): void {
    if (this.#current !== item) return // halted meanwhile
    this.#current = undefined
    if ('name' in item && item.id !== 0 && !(value instanceof Deferred)) {
      this.kernel.reply(item.from, item.id, true, value)
    }
    if (this.#state === 'stopping') void this.#wind()
    else if (this.#state === 'pausing') void this.#suspend()
    else this.#schedule()
  }

  /**
   * The actor failed: rejects the ask, suspends the mailbox, ends this life, then asks the parent. A failure
   * of an actor that is already stopping ends its last message, nothing else.
   */
  fail(error: unknown, item: Item | undefined = this.#current): void {
    this.#current = undefined
    if (item && 'name' in item) this.kernel.reply(item.from, item.id, false, error)
    if (this.#state === 'stopping') void this.#wind()
    if (this.#state === 'pausing') void this.#suspend()
    if (this.#state !== 'running') return
    this.#state = 'suspended'
    void this.#life.close(this.kernel.clock.now() + failureGraceMs).then(() => this.#tellParent(error))
  }

  /** A new life for a suspended cell: setup runs again; what waits in the mailbox stays. */
  async restart(incarnation: number): Promise<boolean> {
    if (this.#state !== 'suspended') return false
    this.incarnation = incarnation
    this.#state = 'starting'
    this.#life = new Life(this)
    try {
      await this.launch()
      return true
    } catch (error) {
      this.#tellParent(error)
      return false
    }
  }

  /**
   * Ends this life because a team-mate failed: finishes the current message, or cuts it off after `graceMs`.
   * Resolves when the cell waits for its restart, or has nothing to wait for.
   */
  pause(graceMs: number): Promise<void> {
    const { clock } = this.kernel
    if (!this.#accepting) return Promise.resolve()
    if (this.#state === 'suspended') return this.#life.close(clock.now() + graceMs)
    return new Promise((resolve) => {
      const cancel = clock.schedule(graceMs, () => this.#cutOff())
      this.#onSuspended.push(() => {
        cancel()
        resolve()
      })
      if (this.#state === 'pausing') return
      const waits = this.#current !== undefined || this.#state === 'starting'
      this.#state = 'pausing'
      this.#stopBy = clock.now() + graceMs
      this.#life.abort()
      if (!waits) void this.#suspend()
    })
  }

  /** The grace of a pause is over: the handler may run on, but reaches nobody. */
  #cutOff(): void {
    if (this.#state !== 'pausing') return
    const { current } = this
    const error = new ActorDownError(this.path, 'restarted before it answered')
    if (current) this.kernel.reply(current.from, current.id, false, error)
    this.#current = undefined
    this.#giveUp(error)
    void this.#suspend()
  }

  async #suspend(): Promise<void> {
    await this.#life.close(this.#stopBy)
    if (this.#state === 'pausing') this.#state = 'suspended'
    for (const resolve of this.#onSuspended.splice(0)) resolve()
  }

  #tellParent(thrown: unknown): void {
    if (this.#state !== 'suspended') return
    const { parent } = this.#origin
    const error = failedWith(thrown).error!
    this.kernel.notify(parent, 'childFailed', { parent: parent.uid, child: this.#located, error })
  }

  /** Finishes the current message, stops the children, runs the hooks. Whoever calls kills it if that takes long. */
  stop(graceMs: number): void {
    if (!this.#accepting) return
    const waits = this.#current !== undefined || this.#state === 'starting'
    this.#state = 'stopping'
    this.#stopBy = this.kernel.clock.now() + graceMs
    this.#life.abort()
    if (!waits) void this.#wind()
  }

  async #wind(): Promise<void> {
    await this.#life.close(this.#stopBy)
    this.finish({ reason: 'stopped' })
  }

  /** Dies now. Tells watchers and parent, unless it takes its thread along: then the exit tells them. */
  finish(death: Death): void {
    if (this.#state === 'dead') return
    const { kernel, address, current } = this
    this.abandon()
    kernel.dead.add(address.uid, death)
    this.children.haltAll()
    const error = new ActorDownError(this.path, death.reason, death.error)
    if (current) kernel.reply(current.from, current.id, false, error)
    for (const message of this.#mailbox.drain()) this.#refuse(message, 'down', () => error)
    this.#mailbox.release()
    if (isPlaceRoot(address)) {
      kernel.leave(death)
      return
    }
    for (const { at, watcher } of this.#watchers) kernel.notify(at, 'down', { watcher, death })
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
    this.#giveUp(new ActorDownError(this.path, 'stopped during setup'))
    this.#life.cut()
    this.kernel.cells.delete(this.address.uid)
  }

  addWatcher(watcher: Watcher): void {
    if (!isPlaceRoot(this.address)) this.#watchers.push(watcher)
  }

  removeWatcher({ at, watcher }: Watcher): void {
    this.#watchers = this.#watchers.filter((w) => w.watcher !== watcher || !sameWhereabouts(w.at, at))
  }

  share(): number | undefined {
    return this.#mailbox.share(this.address.place)
  }
}

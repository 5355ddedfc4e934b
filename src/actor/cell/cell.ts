import { Children, type Parent } from '../children/children.js'
import type { LoadSetup } from '../definition.js'
import { ActorDownError, MailboxFullError, MisplacedCallError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import type { ActorReport } from '../observe/report.js'
import type { Origin } from '../place/control.js'
import type { DeadLetterReason } from '../place/dead-letters.js'
import type { Kernel } from '../place/kernel.js'
import { ActorRef, type Address, isPlaceRoot } from '../ref.js'
import type { Death } from '../watch/death.js'
import { type Handled, Handling } from './handling.js'
import { failureGraceMs, Lifecycle, type Mortal } from './lifecycle.js'
import { type Item, Mailbox, type UserMessage } from './mailbox.js'
import { located, type Resident, type Watcher } from './resident.js'
import { checkHandlers } from './setup.js'
import { insideOnly, Stash } from './stash.js'
import type { Silence } from './timers.js'
import { Watchers } from './watchers.js'

/**
 * One actor: mailbox, handlers, children and watchers, and the lifecycle that says which of them may act. It
 * outlives its lives: address, mailbox and watchers stay over a restart.
 */
export class Cell implements Resident, Parent, Mortal, Handled {
  readonly kernel: Kernel
  readonly address: Address
  readonly handling: Handling
  incarnation: number
  silence: Silence | undefined
  spentMs = 0
  readonly #origin: Origin
  readonly #mailbox: Mailbox
  readonly #lifecycle: Lifecycle
  #ref: ActorRef | undefined
  #children: Children | undefined
  #watchers: Watchers | undefined
  #stash: Stash | undefined
  #scheduled = false
  #poisoned = false

  constructor(kernel: Kernel, origin: Origin, load: LoadSetup) {
    this.kernel = kernel
    this.#origin = origin
    this.address = origin.address
    this.incarnation = origin.incarnation
    this.#mailbox = new Mailbox(origin.address, origin.overflow, kernel.gauges)
    this.handling = new Handling(this)
    this.#lifecycle = new Lifecycle(this, origin, load)
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
    return this.handling.message
  }

  get busy(): boolean {
    const { message, idle } = this.handling
    return this.#mailbox.users > 0 || message !== undefined || !idle
  }

  // --- mail ---

  accept(message: UserMessage, counted: boolean): void {
    if (!this.#lifecycle.accepting) {
      if (counted) this.#mailbox.uncount()
      this.refuse(message, this.#tooLate, () => new ActorDownError(this.path, 'stopped'))
      return
    }
    this.kernel.probe?.message('received', this.path, message)
    const refused = this.#mailbox.accept(message, counted)
    if (refused) {
      this.refuse(refused, 'mailbox-full', () => new MailboxFullError(this.path, this.#mailbox.capacity))
    }
    this.schedule()
  }

  enqueue(run: () => unknown): void {
    if (!this.#lifecycle.accepting) return
    this.#mailbox.push({ run })
    this.schedule()
  }

  post(name: string, payload: unknown): void {
    if (!this.#lifecycle.accepting) return
    this.#mailbox.post({ name, payload, id: 0, from: this.kernel.here })
    this.schedule()
  }

  stash(): void {
    const message = this.current
    if (!message) throw new MisplacedCallError(this.path, 'ctx.stash()', insideOnly)
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
    this.schedule()
  }

  become(handlers: Handlers): void {
    this.handling.handlers = checkHandlers(this.path, handlers)
  }

  /** Answers a message that no handler will see: an ask fails, a tell becomes a dead letter. */
  refuse(message: UserMessage, why: DeadLetterReason, error: () => Error): void {
    this.kernel.refuse(message, this.path, why, error)
  }

  get #tooLate(): DeadLetterReason {
    return this.#poisoned ? 'poisoned' : 'down'
  }

  // --- handling ---

  schedule(): void {
    if (
      this.#scheduled ||
      this.#lifecycle.state !== 'running' ||
      this.handling.exclusive ||
      this.#mailbox.empty
    )
      return
    this.#scheduled = true
    this.kernel.turns.add(this)
  }

  /** Handles up to `budget` items; says how many. Called by the kernel only. */
  run(budget: number): number {
    this.#scheduled = false
    let done = 0
    while (done < budget && this.#lifecycle.state === 'running' && !this.handling.exclusive) {
      const item = this.#mailbox.take()
      if (!item) break
      done++
      this.handling.start(item)
    }
    this.#mailbox.settle()
    this.schedule()
    return done
  }

  handles(item: object): boolean {
    return this.handling.has(item)
  }

  report(): ActorReport {
    const { path, incarnation, spentMs: busyMs } = this
    const { state } = this.#lifecycle
    const times = this.kernel.probe?.timesOf(this)
    return {
      path,
      state: state === 'dead' ? 'stopping' : state,
      incarnation,
      depth: this.#mailbox.users,
      capacity: this.#mailbox.capacity,
      stashed: this.#stash?.size ?? 0,
      handled: this.handling.count,
      busyMs,
      maxMs: times?.maxMs,
      current: this.handling.names,
    }
  }

  handled(): void {
    if (this.#lifecycle.state === 'running') this.schedule()
    else this.#lifecycle.settled()
  }

  poisoned({ payload }: UserMessage): void {
    this.#poisoned = true
    this.stop(typeof payload === 'number' ? payload : failureGraceMs)
  }

  streams(message: UserMessage, given: unknown): void {
    this.#lifecycle.life.send(message, given)
  }

  // --- living and dying ---

  launch(): Promise<void> | undefined {
    return this.#lifecycle.launch()
  }

  fail(error: unknown, item: Item | undefined = this.handling.item): void {
    this.#lifecycle.fail(error, item)
  }

  restart(incarnation: number): boolean | Promise<boolean> {
    return this.#lifecycle.restart(incarnation)
  }

  pause(graceMs: number): Promise<void> {
    return this.#lifecycle.pause(graceMs)
  }

  stop(graceMs: number): void {
    this.#lifecycle.stop(graceMs)
  }

  finish(death: Death): void {
    this.#lifecycle.finish(death)
  }

  abandon(): void {
    this.#lifecycle.abandon()
    this.#children?.abandon()
  }

  /** Tells watchers and parent, unless it takes its thread along: then the exit tells them. */
  buried(death: Death): void {
    const { kernel, address } = this
    // Made only for whoever gets it: of many actors that end together few have mail.
    const error = () => ActorDownError.after(this.path, death)
    this.#children?.haltAll()
    for (const message of this.#stash?.take() ?? []) this.refuse(message, this.#tooLate, error)
    for (const message of this.#mailbox.drain()) this.refuse(message, this.#tooLate, error)
    this.#mailbox.release()
    if (isPlaceRoot(address)) {
      kernel.leave(death)
      return
    }
    this.#watchers?.tell(kernel, death)
    const { parent } = this.#origin
    kernel.notify(parent, 'childGone', { parent: parent.uid, child: located(address) })
  }

  addWatcher(watcher: Watcher): void {
    if (isPlaceRoot(this.address)) return
    this.#watchers ??= new Watchers()
    this.#watchers.add(watcher)
  }

  removeWatcher(watcher: Watcher): void {
    this.#watchers?.remove(watcher)
  }

  share(): number | undefined {
    return this.#mailbox.share(this.address.place)
  }
}

import type { PlaceId } from '../transport/envelope.js'
import { Children } from './children.js'
import type { ParentLink } from './control.js'
import { type Death, failedWith } from './death.js'
import { Deferred } from './deferred.js'
import type { Handlers, Setup } from './definition.js'
import { ActorDownError, MailboxFullError, SpawnTimeoutError, UnknownMessageError } from './errors.js'
import { isPlaceRoot, type Kernel } from './kernel.js'
import { Life } from './life.js'
import { type Item, Mailbox, type UserMessage } from './mailbox.js'
import { ActorRef, type Address } from './ref.js'

interface CellOptions {
  readonly address: Address
  readonly parent: ParentLink
  readonly overflow: 'drop-new' | 'drop-old'
  readonly incarnation: number
  /** Finds the setup function; in a fresh thread this imports the actor's module. */
  readonly load: () => Setup<Handlers, any> | Promise<Setup<Handlers, any>>
  readonly args: unknown
  readonly spawnTimeoutMs: number
}

interface Watcher {
  readonly place: PlaceId
  readonly watcher: number
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'

/** Graces of what happens without a caller's deadline: children of an actor that failed. */
const failureGraceMs = 5000

/**
 * One actor: mailbox, the handlers of its present life, children and watchers. It outlives its lives: a
 * restart replaces handlers and context, while address, mailbox and watchers stay.
 *
 *   starting → running ⇄ suspended (failed, waits for its parent's decision) → starting …
 *        any of them → stopping (finishes its message, children, hooks) → dead
 */
export class Cell {
  readonly kernel: Kernel
  readonly address: Address
  readonly ref: ActorRef
  readonly mailbox: Mailbox
  readonly children: Children
  incarnation: number
  #state: 'starting' | 'running' | 'suspended' | 'stopping' | 'dead' = 'starting'
  #options: CellOptions
  #life: Life
  #handlers: Handlers = {}
  #gauge: Int32Array | undefined
  #watchers: Watcher[] = []
  #scheduled = false
  /** The item whose handler has not finished. A completion counts only while its item is still here. */
  #current: Item | undefined
  #stopBy = 0
  /** Ends the wait for a setup that is too late, or whose cell is dead. */
  #giveUp: (error: Error) => void = () => {}

  constructor(kernel: Kernel, options: CellOptions) {
    this.kernel = kernel
    this.#options = options
    this.address = options.address
    this.incarnation = options.incarnation
    this.#gauge = options.address.gauge
    this.mailbox = new Mailbox(options.address.capacity)
    this.ref = new ActorRef(kernel, options.address)
    this.children = new Children(this)
    this.#life = new Life(this)
    kernel.cells.set(options.address.uid, this)
  }

  get path(): string {
    return this.address.path
  }

  get accepting(): boolean {
    return this.#state !== 'stopping' && this.#state !== 'dead'
  }

  /**
   * Runs setup. Rejects with what it throws, with SpawnTimeoutError, or when the cell ends meanwhile; a cell
   * that still lives is suspended then.
   */
  async launch(): Promise<void> {
    const life = this.#life
    const { clock } = this.kernel
    const { spawnTimeoutMs, load, args } = this.#options
    const gaveUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject
    })
    const late = () => this.#giveUp(new SpawnTimeoutError(this.path, spawnTimeoutMs))
    const cancel = clock.schedule(spawnTimeoutMs, late)
    try {
      const setUp = (async () => (await load())(life, args))()
      this.#handlers = await Promise.race([setUp, gaveUp])
    } catch (error) {
      if (this.#state === 'starting') this.#state = 'suspended'
      await life.close(clock.now() + failureGraceMs)
      throw error
    } finally {
      cancel()
      if (this.#state === 'stopping') void this.#wind()
    }
    if (this.#state !== 'starting') throw new ActorDownError(this.path, 'stopped during setup')
    this.#state = 'running'
    this.#schedule()
  }

  /** Puts a message into the mailbox by its policy. `counted`: the sender's thread counted it in the gauge. */
  accept(message: UserMessage, counted: boolean): void {
    if (!counted && this.#gauge) Atomics.add(this.#gauge, 0, 1)
    if (!this.accepting) this.#refuse(message, 'down')
    else if (this.mailbox.full && this.#options.overflow === 'drop-new') this.#refuse(message, 'mailbox-full')
    else {
      if (this.mailbox.full) this.#refuse(this.mailbox.dropOldest()!, 'mailbox-full')
      this.mailbox.push(message)
      this.#schedule()
    }
  }

  /** Queues work of the runtime that runs as a handler: timers, deaths. */
  enqueue(run: () => unknown): void {
    if (!this.accepting) return
    this.mailbox.push({ run })
    this.#schedule()
  }

  #refuse(message: UserMessage, why: 'down' | 'mailbox-full'): void {
    if (this.#gauge) Atomics.sub(this.#gauge, 0, 1)
    if (message.id === 0) {
      this.kernel.deadLetter(this.path, message.name, why)
      return
    }
    const error =
      why === 'down'
        ? new ActorDownError(this.path, 'stopped')
        : new MailboxFullError(this.path, this.mailbox.capacity)
    this.kernel.reply(message.from, message.id, false, error)
  }

  #schedule(): void {
    if (this.#scheduled || this.#state !== 'running' || this.#current || this.mailbox.empty) return
    this.#scheduled = true
    this.kernel.schedule(this)
  }

  /** Handles up to `budget` items; says how many. Called by the kernel only. */
  run(budget: number): number {
    this.#scheduled = false
    let done = 0
    while (done < budget && this.#state === 'running' && !this.#current) {
      const item = this.mailbox.take()
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
        if (this.#gauge) Atomics.sub(this.#gauge, 0, 1)
        // own properties only: a message named `constructor` or `__proto__` finds nothing
        if (!Object.hasOwn(this.#handlers, item.name)) {
          this.#unknown(item)
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

  #unknown(message: UserMessage): void {
    if (message.id === 0) this.kernel.deadLetter(this.path, message.name, 'unknown-message')
    else {
      const error = new UnknownMessageError(this.path, message.name, Object.keys(this.#handlers))
      this.kernel.reply(message.from, message.id, false, error)
    }
  }

  #finished(item: Item, value: unknown): void {
    if (this.#current !== item) return // halted meanwhile
    this.#current = undefined
    if ('name' in item && item.id !== 0 && !(value instanceof Deferred)) {
      this.kernel.reply(item.from, item.id, true, value)
    }
    if (this.#state === 'stopping') void this.#wind()
    else this.#schedule()
  }

  /** The reply to the current ask, for later. */
  defer(life: Life): Deferred<any> {
    const item = this.#current
    if (!item || 'run' in item)
      throw new TypeError(`${this.path}: ctx.defer() works only inside the handler of an ask or tell`)
    const deferred: Deferred<any> = new Deferred((ok, value) => {
      life.deferred.delete(deferred)
      this.kernel.reply(item.from, item.id, ok, value)
    })
    if (item.id !== 0) life.deferred.add(deferred)
    return deferred
  }

  /**
   * The actor failed: rejects the ask, suspends the mailbox, ends this life, then asks the parent. A failure
   * of an actor that is already stopping ends its last message, nothing else.
   */
  fail(error: unknown, item: Item | undefined = this.#current): void {
    this.#current = undefined
    if (item && 'name' in item) this.kernel.reply(item.from, item.id, false, error)
    if (this.#state === 'stopping') void this.#wind()
    if (this.#state !== 'running') return
    this.#state = 'suspended'
    void this.#life.close(this.kernel.clock.now() + failureGraceMs).then(() => this.#tellParent(error))
  }

  /** A new life for a suspended cell: setup runs again; what waits in the mailbox stays. */
  restart(incarnation: number): void {
    if (this.#state !== 'suspended') return
    this.incarnation = incarnation
    this.#state = 'starting'
    this.#life = new Life(this)
    this.launch().catch((error: unknown) => this.#tellParent(error))
  }

  #tellParent(thrown: unknown): void {
    if (this.#state !== 'suspended') return
    const { place, uid } = this.#options.parent
    const error = failedWith(thrown).error!
    const child = { place: this.kernel.place, uid: this.address.uid }
    this.kernel.notify(place, 'childFailed', { parent: uid, ...child, error })
  }

  /** Finishes the current message, stops the children, runs the hooks. Whoever calls kills it if that takes long. */
  stop(graceMs: number): void {
    if (!this.accepting) return
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
    const { kernel, address } = this
    const current = this.#current
    this.abandon()
    kernel.dead.add(address.uid, death)
    this.children.haltAll()
    const error = new ActorDownError(this.path, death.reason, death.error)
    if (current && 'name' in current) kernel.reply(current.from, current.id, false, error)
    for (let item = this.mailbox.take(); item; item = this.mailbox.take()) {
      if (!('name' in item)) continue
      if (item.id === 0) kernel.deadLetter(this.path, item.name, 'down')
      else kernel.reply(item.from, item.id, false, error)
    }
    if (isPlaceRoot(address)) {
      kernel.leave(death)
      return
    }
    for (const { place, watcher } of this.#watchers) kernel.notify(place, 'down', { watcher, death })
    const { parent } = this.#options
    kernel.notify(parent.place, 'childGone', { parent: parent.uid, place: kernel.place, uid: address.uid })
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

  removeWatcher({ place, watcher }: Watcher): void {
    this.#watchers = this.#watchers.filter((w) => w.place !== place || w.watcher !== watcher)
  }

  /** The shared count of waiting messages, made when a ref first leaves the thread. */
  share(): Int32Array {
    if (!this.#gauge) {
      this.#gauge = new Int32Array(new SharedArrayBuffer(4))
      Atomics.store(this.#gauge, 0, this.mailbox.size)
    }
    return this.#gauge
  }
}

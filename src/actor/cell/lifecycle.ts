import type { LoadSetup } from '../definition.js'
import { ActorDownError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import type { Origin } from '../place/control.js'
import type { Address } from '../ref.js'
import { type Death, failedWith } from '../watch/death.js'
import type { Handling } from './handling.js'
import { Life, type Living } from './life.js'
import { LifeContext } from './life-context.js'
import { type Item, isUser } from './mailbox.js'
import { located } from './resident.js'
import { isThenable, PendingSetup, runSetup } from './setup.js'

/** Grace of what ends without a caller's deadline: the children and hooks of an actor that failed. */
export const failureGraceMs = 5000

/** The actor that goes through it. */
export interface Mortal extends Living {
  readonly address: Address
  incarnation: number
  readonly handling: Handling
  /** It may run: what waits in its mailbox is due. */
  schedule(): void
  /** It is dead, and nobody was told yet. */
  buried(death: Death): void
}

/**
 * What an actor goes through, one life after the other: a restart replaces handlers and context.
 *
 *   starting → running ⇄ suspended (failed, waits for its parent's decision) → starting …
 *              running → pausing (finishes its message) → suspended
 *        any of them → stopping (finishes its message, children, hooks) → dead
 *
 * Whatever need not be awaited happens at once: most actors set up, fail and stop without a promise.
 */
export class Lifecycle {
  /** Written here only; a plain field, because it is read for every message. */
  state: 'starting' | 'running' | 'pausing' | 'suspended' | 'stopping' | 'dead' = 'starting'
  /** The present one, or the latest. */
  life: Life
  readonly #actor: Mortal
  readonly #origin: Origin
  readonly #load: LoadSetup
  #setup: PendingSetup | undefined
  #stopBy = 0
  #onSuspended: (() => void)[] | undefined

  constructor(actor: Mortal, origin: Origin, load: LoadSetup) {
    this.#actor = actor
    this.#origin = origin
    this.#load = load
    this.life = new Life(actor)
  }

  /** Messages still have a chance to be handled, in this life or the next one. */
  get accepting(): boolean {
    return this.state !== 'stopping' && this.state !== 'dead'
  }

  // --- starting ---

  /**
   * Runs setup; nothing to wait for when that is synchronous. Rejects with what it throws, with
   * SpawnTimeoutError, or when the actor ends meanwhile; one that still lives is suspended then.
   */
  launch(): Promise<void> | undefined {
    const { life } = this
    const { kernel, address, incarnation } = this.#actor
    const { path } = address
    let handlers: Handlers | PromiseLike<Handlers>
    kernel.probe?.tell({ type: incarnation > 0 ? 'restarted' : 'spawned', path, incarnation })
    try {
      handlers = runSetup(this.#load, new LifeContext(this.#actor, life), this.#origin.args, kernel.monitor)
    } catch (error) {
      return this.#launchFailed(life, error)
    }
    if (isThenable(handlers)) return this.#launchLater(life, handlers as PromiseLike<Handlers>)
    if (this.state !== 'starting') return this.#launchFailed(life, this.#stoppedEarly())
    this.#begin(handlers)
    return undefined
  }

  async #launchLater(life: Life, setUp: PromiseLike<Handlers>): Promise<void> {
    const { kernel, address } = this.#actor
    const setup = new PendingSetup(kernel.clock, address.path, this.#origin.spawnTimeoutMs, setUp)
    this.#setup = setup
    try {
      const handlers = await setup.handlers
      if (this.state === 'starting') this.#begin(handlers)
      else if (this.state !== 'pausing') throw this.#stoppedEarly()
    } catch (error) {
      await this.#launchFailed(life, error)
    } finally {
      if (this.#setup === setup) this.#setup = undefined
      if (this.state === 'pausing') void this.#suspend()
    }
  }

  #begin(handlers: Handlers): void {
    // Setup itself may have called become.
    this.#actor.handling.handlers ??= handlers
    this.state = 'running'
    this.#actor.schedule()
  }

  async #launchFailed(life: Life, error: unknown): Promise<never> {
    if (this.state === 'starting') this.state = 'suspended'
    await life.close(this.#now() + failureGraceMs)
    if (this.state === 'stopping') this.#wind()
    throw error
  }

  #stoppedEarly(): ActorDownError {
    return this.#down('stopped during setup')
  }

  // --- failing ---

  /**
   * The actor failed: rejects the ask, suspends the mailbox, ends this life, then asks the parent. A failure
   * of an actor whose life is ending already ends its message, nothing else; one during setup is setup's.
   */
  fail(error: unknown, item: Item | undefined): void {
    const { kernel, handling } = this.#actor
    if (isUser(item)) {
      kernel.reply(item.from, item.id, false, error)
      item.id = 0
    }
    if (this.state === 'stopping' || this.state === 'pausing') {
      if (item) handling.forget(item)
      this.settled()
    } else if (this.state === 'starting') this.#setup?.giveUp(failedWith(error).error!)
    else if (this.state === 'running') {
      this.state = 'suspended'
      handling.drop(this.#down('failed', error))
      const closing = this.life.close(this.#now() + failureGraceMs)
      if (closing) void closing.then(() => this.#tellParent(error))
      else this.#tellParent(error)
    }
  }

  #tellParent(thrown: unknown): void {
    if (this.state !== 'suspended') return
    const { parent } = this.#origin
    const { kernel, address } = this.#actor
    const error = failedWith(thrown).error!
    kernel.notify(parent, 'childFailed', { parent: parent.uid, child: located(address), error })
  }

  /** A new life for a suspended actor: setup runs again; what waits in mailbox and stash stays. */
  restart(incarnation: number): boolean | Promise<boolean> {
    if (this.state !== 'suspended') return false
    const actor = this.#actor
    actor.incarnation = incarnation
    this.state = 'starting'
    actor.handling.handlers = undefined
    this.life = new Life(actor)
    actor.unstashAll()
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

  // --- pausing ---

  /**
   * Ends this life because a team-mate failed: finishes the current message, or cuts it off after `graceMs`. One that
   * is to stop has as long to do so: its mates begin no new life beside its old one.
   * Resolves when the actor waits for its restart, or is dead.
   */
  async pause(graceMs: number): Promise<void> {
    if (this.state === 'dead') return
    if (this.state === 'suspended') {
      await this.life.close(this.#now() + graceMs)
      return
    }
    await new Promise<void>((resolve) => {
      const cancel = this.#actor.kernel.clock.schedule(graceMs, () => this.#cutOff())
      this.#onSuspended ??= []
      this.#onSuspended.push(() => {
        cancel()
        resolve()
      })
      if (this.accepting && this.state !== 'pausing') this.#windUp('pausing', graceMs)
    })
  }

  /** The grace of a pause is over: the handler may run on, but reaches nobody. */
  #cutOff(): void {
    if (this.state === 'stopping') this.finish({ reason: 'killed' })
    if (this.state !== 'pausing') return
    const error = this.#down('restarted before it answered')
    this.#actor.handling.drop(error)
    this.#setup?.giveUp(error)
    void this.#suspend()
  }

  async #suspend(): Promise<void> {
    await this.life.close(this.#stopBy)
    if (this.state === 'pausing') this.state = 'suspended'
    this.#tellSuspended()
  }

  #tellSuspended(): void {
    const waiting = this.#onSuspended
    this.#onSuspended = undefined
    for (const resolve of waiting ?? []) resolve()
  }

  // --- ending ---

  /** Finishes the current message, stops the children, runs the hooks. Whoever calls kills it if that takes long. */
  stop(graceMs: number): void {
    if (this.accepting) this.#windUp('stopping', graceMs)
  }

  #windUp(state: 'pausing' | 'stopping', graceMs: number): void {
    const starting = this.state === 'starting'
    this.state = state
    this.#stopBy = this.#now() + graceMs
    this.life.abort()
    if (!starting) this.settled()
  }

  /** A life that is to end does so once no handler runs any more. */
  settled(): void {
    if (!this.#actor.handling.idle) return
    if (this.state === 'stopping') this.#wind()
    else if (this.state === 'pausing') void this.#suspend()
  }

  #wind(): void {
    const closing = this.life.close(this.#stopBy)
    if (closing) void closing.then(() => this.finish({ reason: 'stopped' }))
    else this.finish({ reason: 'stopped' })
  }

  /** Dies now. */
  finish(death: Death): void {
    if (this.state === 'dead') return
    const { kernel, address, handling } = this.#actor
    if (!handling.idle) handling.drop(this.#down(death.reason, death.error))
    this.abandon()
    kernel.dead.add(address.uid, death, address.path)
    kernel.probe?.tell({ type: 'stopped', path: address.path, reason: death.reason })
    this.#actor.buried(death)
  }

  /** Ends without a word to anybody. */
  abandon(): void {
    const { kernel, address, handling } = this.#actor
    this.state = 'dead'
    handling.drop()
    this.#setup?.giveUp(this.#stoppedEarly())
    this.#tellSuspended()
    this.life.cut()
    kernel.cells.delete(address.uid)
  }

  #now(): number {
    return this.#actor.kernel.clock.now()
  }

  #down(reason: string, cause?: unknown): ActorDownError {
    return new ActorDownError(this.#actor.address.path, reason, cause)
  }
}

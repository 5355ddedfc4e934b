import { checkFunction, checkSignal } from '../callbacks.js'
import { checkStop, type StopOptions, stop } from '../children/stopping.js'
import type { Team } from '../children/team.js'
import { ActorDownError } from '../errors.js'
import type { Handlers, ItemOf, Names, PayloadOf, ReplyNames, ReplyOf } from '../handlers.js'
import { checkDelay } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import { type ActorRef, type AskOptions, messageName } from '../ref.js'
import type { StreamOptions } from '../stream/sink.js'
import type { Death } from '../watch/death.js'
import { Collective, type Request } from './collective.js'
import { StaleGenerationError } from './errors.js'
import { type MemberItem, Merged } from './merged.js'
import { groupName, tag } from './tag.js'

/** What each member gets: the same, or what a function makes of its index. */
export type Each<P> = P | ((index: number) => P)

/** What follows a message's name: a payload if its handler takes one. */
type Payload<F> =
  undefined extends PayloadOf<F> ? [payload?: Each<PayloadOf<F>>] : [payload: Each<PayloadOf<F>>]

/** Why a group is gone for good: the first death among its members that was no mere stop, or else the first. */
export interface GroupDown extends Death {
  readonly member: ActorRef
  readonly index: number
}

/** How a group's news reach whoever made it. */
export type Announce = (run: () => unknown) => void

/**
 * Several actors that share one fate: when one fails all of them are restarted together, or ended, and when one is
 * gone for good so are the others. All of them live in the same generation, which every message and request sent
 * through the group carries: one that meets a later generation is refused.
 *
 * A group belongs to the thread it was made in. Others can be sent its `members`, whose refs know of no generation.
 */
export class Group<H extends Handlers> {
  readonly path: string
  /** In the order of their indexes; the same ones in all generations. */
  readonly members: readonly ActorRef<H>[]
  readonly #kernel: Kernel
  readonly #team: Team
  readonly #announce: Announce
  readonly #open = new Set<Collective>()
  readonly #watchers = new Set<(down: GroupDown) => unknown>()
  #generation: number
  #alive: number
  #down: GroupDown | undefined

  /** @internal */
  constructor(
    kernel: Kernel,
    path: string,
    members: readonly ActorRef<H>[],
    team: Team,
    generation: number,
    announce: Announce,
  ) {
    this.#kernel = kernel
    this.path = path
    this.members = Object.freeze([...members])
    this.#team = team
    this.#generation = generation
    this.#announce = announce
    this.#alive = members.length
    for (const [index, member] of members.entries()) {
      kernel.watches.add(member.address, (death) => this.#lost(index, death))
    }
  }

  get size(): number {
    return this.members.length
  }

  /** 0 at first, one more at each restart: the incarnation of all members. */
  get generation(): number {
    return this.#generation
  }

  /**
   * Tells all members, at most once each. What meets a later generation is a dead letter (`stale-generation`); to a
   * group that is gone it is one too.
   *
   * @throws NotEncodableError only
   */
  tellAll<K extends ReplyNames<H>>(given: K, ...[payload]: Payload<H[K]>): void {
    const name = messageName(given)
    if (this.#gone()) {
      this.#kernel.deadLetter(this.path, name, 'down')
      return
    }
    for (const [index, { address }] of this.members.entries()) {
      this.#kernel.tell(address, groupName(name), tag(this.#generation, of(payload, index)), undefined)
    }
  }

  /**
   * Asks all members and resolves to their replies, by index: all of them or none. Rejects with MemberFailedError as
   * soon as one fails, whose `cause` says why, with StaleGenerationError when the group is restarted before all have
   * replied, with AskAbortedError, or ActorDownError when the group is gone. The other replies are not waited for then.
   */
  askAll<K extends ReplyNames<H>>(
    given: K,
    payload: Each<PayloadOf<H[K]>>,
    options: Omit<AskOptions, 'transfer'>,
  ): Promise<ReplyOf<H[K]>[]> {
    const name = messageName(given)
    return new Promise((resolve, reject) => {
      const collective = this.#begin(name, options, reject)
      const { request, signal } = collective
      const { timeoutMs } = request
      const replies = new Array<ReplyOf<H[K]>>(this.size)
      let left = this.size
      for (const [index, member] of this.members.entries()) {
        if (collective.over) return
        const { address } = member
        const send = (id: number) =>
          this.#kernel.open(address, groupName(name), tag(request.generation, of(payload, index)), id)
        this.#kernel.asks.open(address, name, { timeoutMs, signal }, send).then(
          (reply) => {
            replies[index] = reply as ReplyOf<H[K]>
            if (--left === 0 && collective.succeed()) resolve(replies)
          },
          (error: unknown) => collective.memberFailed(index, member, error, this.#gone()),
        )
      }
    })
  }

  /**
   * Reads what the handlers of all members give, as one stream: items as they come, a member's own in order, no member
   * twice while another one's item waits. It is for the generation of this call, but opens with the first `next`; ends
   * when all have ended, and fails as askAll does, after the items that came before. `credits` and `timeoutMs` count
   * for each member.
   */
  stream<K extends Names<H>>(
    given: K,
    payload: Each<PayloadOf<H[K]>>,
    options: StreamOptions,
  ): AsyncIterableIterator<MemberItem<ItemOf<H[K]>>> {
    const name = messageName(given)
    checkSignal(options?.signal, 'stream.signal')
    const { signal: _, ...each } = options ?? ({} as StreamOptions)
    const { streams } = this.#kernel
    const sinks = this.members.map(({ address }, index) =>
      streams.read(address, name, of(payload, index), each, this.#generation),
    )
    let collective: Collective | undefined
    const merged = new Merged(sinks, {
      opened: () => {
        collective = this.#begin(name, options, (thrown) => merged.fail({ thrown }))
      },
      failed: (index, error) => collective!.memberFailed(index, this.members[index]!, error, this.#gone()),
      closed: () => collective?.succeed(),
    })
    return merged
  }

  /**
   * Calls `onDown` once, when no member is left, and says why; soon if it is so already. Of a group
   * that an actor made, as a handler of that actor. The result takes it back.
   */
  watch(onDown: (down: GroupDown) => unknown): () => void {
    checkFunction(onDown, 'group.watch')
    this.#watchers.add(onDown)
    if (this.#alive === 0) this.#tell()
    return () => this.#watchers.delete(onDown)
  }

  /**
   * Stops all members, the last started first: each finishes its message. What is not done within `graceMs` (default
   * 5000) is killed. Resolves when all are gone. With `mode: 'drain'` each handles what it has queued before.
   *
   * @throws KillTimeoutError when one still lives; the others are stopped all the same
   */
  async stop(options?: StopOptions): Promise<void> {
    const { graceMs, mode } = checkStop(options)
    const { clock } = this.#kernel
    const deadline = clock.now() + graceMs
    this.#team.end()
    let failure: { readonly thrown: unknown } | undefined
    for (const [index, { address }] of [...this.members.entries()].reverse()) {
      // Each has a fair share of the time left.
      const shareMs = Math.max(0, deadline - clock.now()) / (index + 1)
      await stop(this.#kernel, address, shareMs, mode).catch((thrown: unknown) => {
        failure ??= { thrown }
      })
    }
    if (failure) throw failure.thrown
  }

  /** @internal All members are between two lives, and will begin this one. */
  restarted(generation: number): void {
    const past = this.#generation
    this.#generation = generation
    for (const collective of [...this.#open]) {
      collective.fail(new StaleGenerationError(this.path, collective.request.name, past, generation))
    }
  }

  /** A request that was begun, or is over already because the group is gone or its signal has aborted. */
  #begin(name: string, options: Omit<AskOptions, 'transfer'>, fail: (error: unknown) => void): Collective {
    const { path } = this
    checkSignal(options?.signal, 'signal')
    const request: Request = {
      path,
      name,
      generation: this.#generation,
      clock: this.#kernel.clock,
      timeoutMs: checkDelay(options?.timeoutMs, 'timeoutMs'),
      signal: options.signal,
    }
    const collective = new Collective(request, fail, (ended) => this.#open.delete(ended))
    if (collective.over) return collective
    this.#open.add(collective)
    if (this.#gone()) collective.fail(this.#downError())
    return collective
  }

  #gone(): boolean {
    return this.#team.ending || this.#down !== undefined
  }

  #downError(): ActorDownError {
    return ActorDownError.after(this.path, this.#down ?? { reason: 'stopped' })
  }

  #lost(index: number, death: Death): void {
    // Those that end because another one did are stopped, and may be gone before it.
    if (this.#down === undefined || (this.#down.reason === 'stopped' && death.reason !== 'stopped'))
      this.#down = { ...death, member: this.members[index]!, index }
    for (const collective of [...this.#open]) collective.ending()
    if (--this.#alive === 0) this.#tell()
  }

  #tell(): void {
    this.#announce(() => this.#drain())
  }

  async #drain(): Promise<void> {
    for (const onDown of [...this.#watchers]) {
      if (!this.#watchers.delete(onDown)) continue
      await onDown(this.#down!)
    }
  }
}

function of<P>(payload: Each<P> | undefined, index: number): P | undefined {
  return typeof payload === 'function' ? (payload as (index: number) => P)(index) : payload
}

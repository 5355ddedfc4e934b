import { coreWith } from '../native/index.js'
import { BLOCK } from './layout.js'
import { sharedBytes } from './memory.js'
import { Verdict } from './record.js'

/** The sizes of the ledger's tables, in the order of `LedgerShape` in cpp/core/ledger.h. */
export interface LedgerShape {
  readonly agents: number
  readonly seats: number
  readonly shards: number
  readonly chunks: number
  readonly evaluations: number
  readonly depth: number
  readonly faults: number
  readonly scalars: number
  readonly metrics: number
}

/** A step, and the how-manieth time it is tried. */
export interface Round {
  readonly step: number
  readonly attempt: number
}

/** What a committed step left behind. */
export interface StepRecord {
  readonly step: number
  readonly loss: number
  /** Global 2-norm of the gradient before clipping. */
  readonly norm: number
  /** Learning rate of the first parameter group. */
  readonly rate: number
  /** Monotonic nanoseconds at which it was applied. */
  readonly appliedNs: number
}

/** A step whose sum was not finite. */
export interface SpoiltRecord extends Round {
  readonly verdict: 'retry' | 'skip' | 'fail'
  /** Whose parts alone were not finite; undefined where several agents' were, or where finite parts overflow. */
  readonly life: { readonly agent: number; readonly incarnation: number } | undefined
  readonly shards: readonly [begin: number, end: number]
  /** Shards that attempts of the next number had begun again before (see {@link Ledger.redone}). */
  readonly redone: number
  /** The first element of the block that is not finite; undefined when only the loss is not. */
  readonly element: number | undefined
}

/** One of two computations of a shard: whose it is, and the slot of that seat in which it lies. */
export interface Computed {
  readonly agent: number
  readonly incarnation: number
  readonly seat: number
  readonly slot: number
}

/** A shard of the running round that was computed twice, with two results. Neither changes before a new attempt. */
export interface Dispute extends Round {
  readonly shard: number
  /** The place of its batch buffer. */
  readonly batch: number
  /** The published one, which the sum uses. */
  readonly first: Computed
  /** The one that was to check it. */
  readonly second: Computed
}

/** Which shards are computed twice: a share of them from 0 to 1, chosen by seed, step and shard alone. */
export interface Redundancy {
  readonly share: number
  readonly seed: number
}

/** A row's book-keeping; times in milliseconds since the seat was taken first. */
export interface RowCounters {
  readonly agent: number
  readonly incarnation: number
  readonly state: 'empty' | 'admitted' | 'alive' | 'retired'
  readonly progress: number
  readonly begun: number
  readonly refused: number
  /** Shards that this seat's incarnations had begun and that others began again after their end. */
  readonly redone: number
  /** Shards of others that it computed a second time. */
  readonly checked: number
  /** The number of the phase that the agent came to last, as in src/faults/points; 0: none yet. */
  readonly phase: number
  readonly ms: {
    readonly data: number
    readonly compute: number
    readonly sum: number
    readonly update: number
    readonly waitSum: number
    readonly waitOthers: number
  }
}

/** An armed fault; `item` is the shard, chunk or evaluation batch reserved for it. */
export interface ArmedFault {
  readonly step: number
  /** The number of the phase, as in src/faults/points. */
  readonly phase: number
  readonly agent: number
  readonly item: number
  /**
   * At its point the agent stands still for JavaScript to act, sleeps in native code for `ms`, or only passes; or a
   * value that it has computed is spoilt.
   */
  readonly act: 'stand' | 'sleep' | 'pass' | 'nan' | 'flip'
  readonly ms: number
  /** It spoils everything that its target computes from that step on. */
  readonly lasting: boolean
  /** `item` is a shard that another computes and the target computes again. */
  readonly check: boolean
}

/** The numbers are Armed::Act's of cpp/core/armed.h. */
const ACTS = { stand: 0, sleep: 1, pass: 2, nan: 3, flip: 4 } as const

const HISTORY = 1024
const HISTORY_WORDS = 8
const SPOILT_WORDS = 8
const EVALUATION_HISTORY = 64
const ROW_LAPS = 3
const ROW_DOING = 11
/** In the order of `ledger_tables` in cpp/core/ledger_binding.cc. */
const TABLES = [
  ...(['round', 'decision', 'limit', 'lives', 'begun', 'published', 'history', 'evaluations'] as const),
  ...(['rows', 'sums', 'faults', 'redone', 'spoilt'] as const),
] as const
const STATES = ['empty', 'admitted', 'alive', 'retired'] as const

/**
 * Main's hand on the ledger. Transitions go through native code, because they must wake native waiters; reads
 * are atomic loads of the same words.
 */
export class Ledger {
  readonly view: Uint8Array<SharedArrayBuffer>
  readonly shape: LedgerShape
  // Lays the ledger out with second computations: an older build would put every table elsewhere.
  readonly #native = coreWith('disputed')
  readonly #words: BigUint64Array
  readonly #doubles: Float64Array
  readonly #at: Record<(typeof TABLES)[number], number>
  readonly #rowWords: number

  /**
   * @param evaluateEvery steps between evaluations; 0: only after the last step
   * @param firstStep the step to begin with
   * @param snapshotEvery steps between snapshots; 0: none by schedule
   */
  constructor(
    shape: LedgerShape,
    steps: number,
    evaluateEvery: number,
    firstStep = 0,
    snapshotEvery = 0,
    { share, seed }: Redundancy = { share: 0, seed: 0 },
  ) {
    const sizes = Uint32Array.of(
      shape.agents,
      shape.seats,
      shape.shards,
      shape.chunks,
      shape.evaluations,
      shape.depth,
      shape.faults,
      shape.scalars,
      shape.metrics,
    )
    const tables: number[] = this.#native.ledgerTables(sizes)
    const at = tables.slice(0, TABLES.length).map((offset) => offset / 8)
    this.#at = Object.fromEntries(TABLES.map((name, i) => [name, at[i]!])) as Record<
      (typeof TABLES)[number],
      number
    >
    this.#rowWords = tables[TABLES.length]!
    this.shape = shape
    this.view = sharedBytes(tables[TABLES.length + 1]!)
    this.#words = new BigUint64Array(this.view.buffer, this.view.byteOffset, tables[TABLES.length + 1]! / 8)
    this.#doubles = new Float64Array(this.view.buffer, this.view.byteOffset, tables[TABLES.length + 1]! / 8)
    // In units of 2^-32; any share above 0 is at least one of them.
    const redundant = Math.ceil(share * 2 ** 32)
    this.#native.ledgerStamp(
      this.view,
      sizes,
      steps,
      evaluateEvery,
      firstStep,
      snapshotEvery,
      redundant,
      seed,
    )
  }

  #word(at: number): bigint {
    return Atomics.load(this.#words, at)
  }

  /** The round that is being worked on: its step is also the number of committed steps. */
  round(): Round {
    const tag = this.#word(this.#at.round)
    return { step: Number(tag >> 6n) - 1, attempt: Number(tag & 63n) }
  }

  /** Seats an incarnation; -1 when no seat is free. */
  admit(agent: number, incarnation: number): number {
    return this.#native.admit(this.view, agent, incarnation)
  }

  /** Says where the seat's memory lies. The caller keeps `memory` for as long as the ledger. */
  seatMemory(seat: number, memory: Uint8Array): void {
    this.#native.seatMemory(this.view, seat, memory)
  }

  /** Fences the incarnation on this seat: its claims are free, what it says from now on is refused. */
  retire(seat: number): void {
    this.#native.retire(this.view, seat)
  }

  /** Its thread has ended: the seat is free again once the running step is committed. */
  exited(seat: number): void {
    this.#native.exited(this.view, seat)
  }

  /** The shards [begin, end) an agent takes first. */
  setRange(agent: number, begin: number, end: number): void {
    this.#native.setRange(this.view, agent, begin, end)
  }

  /** Lets the agents begin. */
  open(): void {
    this.#native.open(this.view)
  }

  /** No step from `step` on is begun. */
  stopAt(step: number): void {
    this.#native.stopAt(this.view, step)
  }

  /** Ends every wait, for good. */
  abort(): void {
    this.#native.abort(this.view)
  }

  arm(fault: number, armed: ArmedFault): void {
    const { step, phase, agent, item, act, ms, lasting, check } = armed
    const flags = [Number(lasting), Number(check)]
    this.#native.arm(this.view, fault, step, phase, agent, item, ACTS[act], ms, ...flags)
  }

  /** Forgets a fault that was carried out, or that nobody needs any more. */
  disarm(fault: number): void {
    this.#native.disarm(this.view, fault)
  }

  /** Whether the target of a fault stands at its point, or its value was spoilt. */
  reached(fault: number): boolean {
    return (this.#word(this.#at.faults + 2 * fault) & 3n) === 2n
  }

  /** The record of a committed step, or undefined when it is not committed or no longer kept (1,024 are). */
  history(step: number): StepRecord | undefined {
    const at = this.#at.history + (step % HISTORY) * HISTORY_WORDS
    const stamp = BigInt(step + 1)
    if (this.#word(at) !== stamp) return undefined
    const [loss, norm, rate] = [this.#doubles[at + 1]!, this.#doubles[at + 2]!, this.#doubles[at + 3]!]
    const appliedNs = Number(this.#words[at + 4]!)
    // Overwritten while it was read? Then it is not kept any more.
    return this.#word(at) === stamp ? { step, loss, norm, rate, appliedNs } : undefined
  }

  /** The metrics of the run's `index`-th evaluation, or undefined when it is not decided yet. */
  evaluation(index: number): number[] | undefined {
    const { metrics } = this.shape
    const at = this.#at.evaluations + (index % EVALUATION_HISTORY) * (metrics + 1)
    const stamp = BigInt(index + 1)
    if (this.#word(at) !== stamp) return undefined
    const values = Array.from({ length: metrics }, (_, i) => this.#doubles[at + 1 + i]!)
    return this.#word(at) === stamp ? values : undefined
  }

  /** The decision record of the running round, or undefined while nobody has made one. */
  decision(): Float64Array | undefined {
    const named = this.#word(this.#at.decision)
    if (named >> 30n !== this.#word(this.#at.round)) return undefined
    const seat = Number((named >> 22n) & 0xffn)
    // Behind the row's counters, its cover (tag, count, pairs) and the tag of the decision; see cpp/core/ledger.h.
    const at = this.#at.rows + this.#rowWords * seat + 19 + 2 * this.shape.shards
    return this.#doubles.slice(at, at + this.shape.scalars)
  }

  /** How many shards of `step` were begun, counted where they are computed: S, and more where some were begun again. */
  begun(step: number): number | undefined {
    const word = this.#word(this.#at.begun + (step % HISTORY))
    return word >> 32n === BigInt(step + 1) ? Number(word & 0xffffffffn) : undefined
  }

  /** Shards whose published values were used, by agent id, over all its incarnations. */
  published(): number[] {
    return Array.from({ length: this.shape.agents }, (_, agent) =>
      Number(this.#word(this.#at.published + agent)),
    )
  }

  /** The record of `step` if its sum was not finite, undefined otherwise or where it is no longer kept (1,024 are). */
  spoilt(step: number): SpoiltRecord | undefined {
    const at = this.#at.spoilt + (step % HISTORY) * SPOILT_WORDS
    const tag = this.#word(at)
    if (Number(tag >> 6n) !== step + 1) return undefined
    const [verdict, who, shards, redone, block] = [1, 2, 3, 4, 5].map((i) => this.#word(at + i)) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ]
    return {
      step,
      attempt: Number(tag & 63n),
      verdict:
        verdict === BigInt(Verdict.retry) ? 'retry' : verdict === BigInt(Verdict.skip) ? 'skip' : 'fail',
      life:
        who === 0n
          ? undefined
          : { agent: Number((who - 1n) >> 48n), incarnation: Number(((who - 1n) >> 32n) & 0xffffn) },
      shards: [Number(shards >> 32n), Number(shards & 0xffffffffn)],
      redone: Number(redone),
      element: block === 0n ? undefined : (Number(block) - 1) * BLOCK,
    }
  }

  /** Whether a shard is computed twice. */
  redundant(step: number, shard: number): boolean {
    return this.#native.redundant(this.view, step, shard)
  }

  /** The first shard of the running round whose two computations differ; its step is not decided before it is settled. */
  disputed(): Dispute | undefined {
    const words: number[] | undefined = this.#native.disputed(this.view)
    if (words === undefined) return undefined
    const [step, attempt, shard, batch] = words as [number, number, number, number]
    const computed = (at: number): Computed => {
      const [seat, agent, incarnation, slot] = words.slice(at) as [number, number, number, number]
      return { agent, incarnation, seat, slot }
    }
    return { step, attempt, shard, batch, first: computed(4), second: computed(8) }
  }

  /**
   * The step is tried again. What `culprit` computes in the new attempt has no part in its result, as long as another
   * agent is there.
   *
   * @returns false when the round has moved on, or when it was the last attempt that a step has (64)
   */
  newAttempt({ step, attempt }: Round, culprit: number | undefined): boolean {
    return this.#native.newAttempt(this.view, step, attempt, culprit ?? -1)
  }

  /** Shards that attempts of this number began again, over all steps so far. */
  redone(attempt: number): number {
    return Number(this.#word(this.#at.redone + attempt))
  }

  counters(seat: number): RowCounters {
    const life = this.#word(this.#at.lives + seat)
    const at = this.#at.rows + this.#rowWords * seat
    const word = (i: number): number => Number(this.#word(at + i))
    const ms = (lap: number): number => word(ROW_LAPS + lap) / 1e6
    return {
      agent: Number(life >> 48n),
      incarnation: Number((life >> 32n) & 0xffffn),
      state: STATES[Number(life & 7n)]!,
      progress: word(0),
      begun: word(1),
      refused: word(2),
      redone: word(9),
      checked: word(14),
      phase: Number((this.#word(at + ROW_DOING) >> 32n) & 0x7fffffffn),
      ms: { data: ms(0), compute: ms(1), sum: ms(2), update: ms(3), waitSum: ms(4), waitOthers: ms(5) },
    }
  }
}

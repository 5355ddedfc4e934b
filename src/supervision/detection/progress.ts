import { type Phase, phaseOf } from '../../faults/points/index.js'
import { coreWith } from '../../native/index.js'
import type { AgentSight } from '../../observe/index.js'
import type { Life } from '../reports.js'

/** Something the native watchdog saw of an agent. */
export interface AgentStall {
  /**
   * - `suspect`: it has stood still for half of its deadline
   * - `moved`: it got on again; it was slow, not hung
   * - `fenced`: its deadline has passed, and its incarnation is retired in the ledger already
   */
  readonly kind: 'suspect' | 'moved' | 'fenced'
  readonly life: Life
  readonly seat: number
  readonly step: number
  readonly deadlineMs: number
  /** It holds a chunk's update, which nobody can take over. */
  readonly updating: boolean
  /** Shards of its seat that were begun again before the fence. */
  readonly redone: number
  readonly sight: AgentSight
  /** With `fenced`: all agents, the hung one included. */
  readonly all: readonly AgentSight[]
}

/** How long an agent may stand still. */
export interface Patience {
  /** At least so long, however short the steps are; above it ten median steps count. */
  readonly leastMs: number
  /** While nothing is measured: the first steps compile code and touch memory. */
  readonly unmeasuredMs: number
}

export const defaultPatience: Patience = { leastMs: 1000, unmeasuredMs: 30_000 }

interface NativeSight {
  readonly agent: number
  readonly incarnation: number
  readonly seat: number
  readonly phase: number
  readonly item: number
  readonly stillMs: number
  readonly call: string
}

interface NativeStall {
  readonly kind: 1 | 2 | 3
  readonly step: number
  readonly deadlineMs: number
  readonly updating: boolean
  readonly redone: number
  readonly who: NativeSight
  readonly all: readonly NativeSight[]
}

const kinds = { 1: 'suspect', 2: 'moved', 3: 'fenced' } as const
const withShard = new Set<Phase>(['data', 'forward', 'backward', 'merge', 'publish'])

/**
 * Main's hold on the watch over a ledger's agents (cpp/core/agent_watch.h). Looking and fencing happen in the native
 * watchdog thread, so neither waits for this thread's event loop: survivors go on while main itself is busy.
 */
export class ProgressWatch {
  readonly #native: any
  readonly #doorbell: number
  readonly #watch: number
  readonly #onStall: (stall: AgentStall) => void
  #open = true

  constructor(ledger: Uint8Array, { leastMs, unmeasuredMs }: Patience, onStall: (stall: AgentStall) => void) {
    this.#native = coreWith('agentsWatch')
    this.#onStall = onStall
    this.#doorbell = this.#native.doorbellOpen(() => this.take())
    this.#native.doorbellHold(this.#doorbell, false)
    this.#watch = this.#native.agentsWatch(ledger, leastMs, unmeasuredMs, this.#doorbell)
  }

  /** Tells what was seen so far, without waiting for the doorbell. */
  take(): void {
    if (!this.#open) return
    for (const stall of this.#native.agentsStalls(this.#watch)) this.#onStall(stallOf(stall as NativeStall))
  }

  /** From here on nobody is fenced. Safe to call twice. */
  stop(): void {
    if (!this.#open) return
    this.#open = false
    this.#native.agentsUnwatch(this.#watch)
    this.#native.doorbellClose(this.#doorbell)
  }
}

function stallOf({ kind, step, deadlineMs, updating, redone, who, all }: NativeStall): AgentStall {
  const { agent, incarnation, seat } = who
  return {
    kind: kinds[kind],
    life: { agent, incarnation },
    seat,
    step,
    deadlineMs,
    updating,
    redone,
    sight: sightOf(who),
    all: all.map(sightOf),
  }
}

function sightOf({ agent, incarnation, phase: number, item, call, stillMs }: NativeSight): AgentSight {
  const phase = phaseOf(number)
  return {
    agent,
    incarnation,
    phase,
    shard: phase !== null && withShard.has(phase) ? item : null,
    call: call === '' ? null : call,
    stillMs: Math.round(stillMs),
    stack: null,
  }
}

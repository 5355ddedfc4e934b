import { counted } from '../../errors.js'
import { checkedBy, firstChunk, mergedPair } from './arming.js'
import { FaultCannotFireError } from './errors.js'
import { describeFault, ends, type Fault, type FaultPlan, meetsJoin, spoilsProbe } from './plan.js'

/** What a run will do, as far as it decides whether a fault can happen. */
export interface RunShape {
  readonly agents: number
  /** Agents that stand by; they take over at once. */
  readonly spares: number
  readonly shards: number
  readonly chunks: number
  readonly steps: number
  /** The shards [begin, end) that each working agent takes first. */
  readonly ranges: readonly (readonly [number, number])[]
  /** Whether a shard is computed twice. */
  redundant(step: number, shard: number): boolean
  /** Whether an evaluation is worked on during step `step` (it belongs to the parameters of that step). */
  evaluates(step: number): boolean
  /** Whether the state after step `step` is to be a checkpoint. */
  keeps(step: number): boolean
}

/**
 * Refuses a plan with a fault that can never happen, before anything starts.
 *
 * An armed fault reserves its phase's work for its target, so most faults do happen; what remains impossible is
 * work that does not exist (no such agent, step or evaluation) or that cannot be given to one agent: a merge
 * needs two sibling shards in one hand while every other agent keeps one.
 *
 * @throws FaultCannotFireError (`ERR_FAULT_CANNOT_FIRE`)
 */
export function requireFeasible(plan: FaultPlan, run: RunShape): void {
  const merging = new Set(plan.faults.filter(({ phase }) => phase === 'merge').map(({ agent }) => agent)).size
  for (const [index, fault] of plan.faults.entries()) {
    const reason =
      obstacle(fault, run, merging) ??
      secondObstacle(plan.faults, index, run) ??
      chunkObstacle(plan.faults, index, run)
    if (reason !== null) {
      throw new FaultCannotFireError(`${describeFault(fault)} cannot happen: ${reason}`, { fault })
    }
  }
}

/**
 * An agent dies once in a step: its replacement sits down at a later border. Only when all there are die in that
 * step is it finished by their replacements, which can be hit again.
 */
function secondObstacle(faults: readonly Fault[], index: number, run: RunShape): string | null {
  const endsAgent = (fault: Fault) => ends(fault) && fault.process !== true && !meetsJoin(fault)
  if (!endsAgent(faults[index]!)) return null
  const { agent, step } = faults[index]!
  const deaths = faults.filter((other) => endsAgent(other) && other.step === step)
  if (deaths.filter((other) => other.agent === agent).indexOf(faults[index]!) < 1) return null
  const hit = new Set(deaths.map((other) => other.agent))
  if (hit.size >= run.agents + run.spares) return null
  return `agent ${agent} is hit in step ${step} already, and its replacement joins at a later step. Choose a later step.`
}

/** The chunk that a fault's target is to update; undefined where it need not be one of its own. */
function chunkOf({ agent, phase }: Fault, run: RunShape): number | undefined {
  if (phase === 'checkpoint') return 0
  return phase === 'update' ? firstChunk(agent, run) : undefined
}

/** A chunk is updated once in a step: by the first target of those that want it, if that one gets so far. */
function chunkObstacle(faults: readonly Fault[], index: number, run: RunShape): string | null {
  const { step } = faults[index]!
  const chunk = chunkOf(faults[index]!, run)
  if (chunk === undefined) return null
  const first = faults
    .slice(0, index)
    .find((other) => other.step === step && chunkOf(other, run) === chunk && updates(other))
  if (first === undefined) return null
  return `in step ${step} chunk ${chunk} is updated by the target of ${describeFault(first)}, and only once. Choose another step.`
}

/** In even steps a target of `update` stands still before it begins (cpp/core/updates.h). */
function updates({ phase, step }: Fault): boolean {
  return phase === 'checkpoint' || step % 2 === 1
}

function obstacle(fault: Fault, run: RunShape, merging: number): string | null {
  const working = Math.min(run.agents, run.shards)
  // Spares and newcomers join too: there is one id for each shard at least.
  const joining = Math.max(run.agents + run.spares, run.shards)
  if (meetsJoin(fault) && fault.agent >= joining)
    return `the agents that can join are 0 to ${joining - 1}. Choose another agent.`
  if (!meetsJoin(fault) && fault.agent >= working) {
    return `the agents that compute are 0 to ${working - 1}. Raise agents or shards, or choose another agent.`
  }
  // The evaluation after the last step has a round of its own.
  if (fault.step >= run.steps && !(fault.phase === 'evaluate' && run.evaluates(fault.step))) {
    return `the run has ${counted(run.steps, 'step')}, counted from 0. Choose a step below ${run.steps}.`
  }
  if (fault.until !== undefined && fault.until >= run.steps) {
    return `the run has ${counted(run.steps, 'step')}, counted from 0. End it at ${run.steps - 1}.`
  }
  if (fault.phase === 'merge' && run.shards < working + merging) {
    return `with ${counted(run.shards, 'shard')} for ${counted(working, 'agent')} it cannot hold two sibling shards. Raise shards.`
  }
  if (fault.phase === 'merge') {
    const pair = mergedPair(fault.agent, run)
    if (run.redundant(fault.step, pair) || run.redundant(fault.step, pair + 1))
      return `what is computed twice is published by itself, and shards ${pair} and ${pair + 1} are. Lower redundancy, or choose another step.`
  }
  if (fault.check === true && checkedBy(fault, run) === undefined) {
    return `in step ${fault.step} it computes no shard of another agent again. Raise redundancy or agents.`
  }
  if (fault.phase === 'evaluate' && !run.evaluates(fault.step)) {
    return `no evaluation is due at step ${fault.step}. Choose a step that follows one (evaluateEvery).`
  }
  if (fault.phase === 'checkpoint' && !run.keeps(fault.step)) {
    return `no checkpoint begins in step ${fault.step}. Choose one less than a multiple of checkpointEvery.`
  }
  if (meetsJoin(fault) && !spoilsProbe(fault) && (fault.kind !== 'kill' || fault.process === true)) {
    return 'only kill, nan and bitflip of an agent can be aimed at join. Choose one of them, or another phase.'
  }
  return null
}

import type { ArmedFault } from '../../arena/index.js'
import { type Act, type Phase, phaseNumber, type Slowness } from '../points/index.js'
import { type Fault, spoilsValues } from './plan.js'

/** What arming needs to know about a run. */
export interface ArmingGround {
  readonly shards: number
  readonly chunks: number
  readonly evaluations: number
  /** The shards [begin, end) that each working agent takes first. */
  readonly ranges: readonly (readonly [number, number])[]
  /** Whether a shard is computed twice. */
  redundant(step: number, shard: number): boolean
}

/**
 * The phase at which the target stands still. A kill without a phase comes at a random moment of its step; it
 * holds the commit mark meanwhile, so that the moment cannot slip into the next step.
 */
export function standPhase(fault: Fault): Phase {
  // A spoilt value reserves a shard for its target, and nobody stands.
  if (spoilsValues(fault)) return 'backward'
  return fault.phase ?? (fault.kind === 'kill' ? 'commit' : 'forward')
}

/** The words of the ledger for a fault: where its target stands still, and which work is reserved for it. */
export function arm(fault: Fault, ground: ArmingGround): ArmedFault {
  const phase = standPhase(fault)
  return {
    step: fault.step,
    phase: phaseNumber(phase),
    agent: fault.agent,
    item: fault.check === true ? checkedBy(fault, ground)! : itemOf(fault.agent, phase, ground),
    act: actOf(fault),
    ms: fault.kind === 'hang' ? fault.forMs! : 0,
    lasting: fault.persistent === true,
    check: fault.check === true,
  }
}

/** A shard of the fault's step that another agent takes first, and that is computed twice; undefined without one. */
export function checkedBy(
  { agent, step }: Fault,
  { ranges, redundant }: Pick<ArmingGround, 'ranges' | 'redundant'>,
): number | undefined {
  for (const [other, [begin, end]] of ranges.entries())
    for (let shard = begin; shard < end && other !== agent; shard++) if (redundant(step, shard)) return shard
  return undefined
}

/** The even one of the two siblings whose merge is kept for an agent. */
export function mergedPair(
  agent: number,
  { shards, ranges }: Pick<ArmingGround, 'shards' | 'ranges'>,
): number {
  const [begin] = ranges[agent]!
  // A pair starts at an even shard; ranges were divided so that the target's has one.
  return Math.min(begin + (begin % 2), shards - 1)
}

/** Hangs in native code happen there; a slow agent only passes its point, and everything else is JavaScript's. */
export function actOf(fault: Fault): ArmedFault['act'] {
  if (fault.kind === 'slow') return 'pass'
  if (fault.kind === 'nan') return 'nan'
  if (fault.kind === 'bitflip') return 'flip'
  return fault.kind === 'hang' && fault.in === 'native' ? 'sleep' : 'stand'
}

/** What the trainer of `agent` does to itself at its points. */
export function actsOf(faults: readonly Fault[], agent: number): Act[] {
  return faults.flatMap((fault) => {
    const { kind, step } = fault
    if (fault.agent !== agent || (kind !== 'exit' && kind !== 'hang' && kind !== 'oom')) return []
    if (actOf(fault) !== 'stand') return []
    const of = fault.of === 'tensor' ? 'tensor' : 'heap'
    return [{ kind, step, phase: standPhase(fault), forMs: fault.forMs ?? 0, of }]
  })
}

export function slownessOf(faults: readonly Fault[], agent: number): Slowness[] {
  return faults
    .filter((fault) => fault.agent === agent && fault.kind === 'slow')
    .map(({ step, until, factor }) => ({ from: step, until: until!, factor: factor! }))
}

/** Where an agent starts to look for chunks by itself (cpp/core/hand.h). */
export function firstChunk(
  agent: number,
  { shards, chunks, ranges }: Pick<ArmingGround, 'shards' | 'chunks' | 'ranges'>,
): number {
  return Math.floor((ranges[agent]![0] * chunks) / shards)
}

function itemOf(agent: number, phase: Phase, ground: ArmingGround): number {
  const { evaluations, ranges } = ground
  const [begin] = ranges[agent]!
  switch (phase) {
    case 'merge':
      return mergedPair(agent, ground)
    case 'sum':
    case 'update':
      return firstChunk(agent, ground)
    case 'decide':
    case 'commit':
    // Who updates chunk 0 opens the snapshot.
    case 'checkpoint':
      return 0
    case 'evaluate':
      return agent % evaluations
    default:
      return begin
  }
}

/**
 * Divides S shards among the working agents into contiguous ranges of equal size. Advice only: whoever is free
 * takes what is left. Agents in `pairs` are to merge, so each gets a range that holds two siblings, if need be
 * at the expense of equality.
 */
export function divideShards(
  shards: number,
  agents: number,
  pairs: ReadonlySet<number> = new Set(),
): [number, number][] {
  const equal = Array.from({ length: agents }, (_, agent): [number, number] => [
    Math.floor((agent * shards) / agents),
    Math.floor(((agent + 1) * shards) / agents),
  ])
  const hasPair = ([begin, end]: [number, number]) => begin + (begin % 2) + 2 <= end
  if ([...pairs].every((agent) => hasPair(equal[agent]!))) return equal
  // Pairs first, from shard 0 on; what remains is divided among the others.
  const rest = shards - 2 * pairs.size
  const others = agents - pairs.size
  let pair = 0
  let other = 0
  return equal.map((_, agent) => {
    if (pairs.has(agent)) return [2 * pair, 2 * ++pair]
    const from = 2 * pairs.size
    return [from + Math.floor((other * rest) / others), from + Math.floor((++other * rest) / others)]
  })
}

import { createHash } from 'node:crypto'
import { Action, Arena, type ArmedFault } from '../arena/index.js'
import { batchWord, openGate } from '../data/index.js'
import { phaseNumber } from '../faults/points/index.js'
import { TrialError } from './errors.js'
import { aliasParameters, type Equipment, equip, Session, type SessionSpec } from './session.js'

/** Which shard a trial computes, of which batch. */
export interface TrialShard {
  readonly step: number
  readonly shard: number
  /** How many shards a step has: random numbers are keyed by the shard's number among them. */
  readonly shards: number
  /** Place of the shard's batch in the `batches` of the spec. */
  readonly place: number
}

/** A shard that was computed apart from the run. */
export interface Trial {
  /** The gradient, laid out as the parameters, then its tail: the bytes that a slot of the run would hold. */
  readonly gradient: Float32Array
  /** Whether a planned fault spoilt it. */
  readonly spoilt: boolean
}

/**
 * The thread's native calls are named in the row of the last stepper that was opened in it, so the row stays for as
 * long as the thread may make any.
 */
let row: Uint8Array | undefined

/**
 * Computes one shard in an arena of its own, by the very session that trains: same threads, same kernels, buffers
 * restored, random numbers keyed alike. It ends before the shard is published, so nothing but one private slot is
 * written; the rest of the private arena is never touched and costs no memory.
 *
 * The thread must have been prepared for `spec.threads` (`prepareThread`), as an agent's is.
 *
 * @param spec of the run; its `arena` says how parameters lie, and `arena.buffers` are the buffers to begin with
 * @param equipment whose parameters are where they should be
 * @param fault what to spoil the gradient with
 * @throws TaskCallError and what else a shard of the run throws
 */
export function tryShard(
  spec: SessionSpec,
  equipment: Equipment,
  { step, shard, shards, place }: TrialShard,
  fault?: ArmedFault['act'],
): Trial {
  const { layout, options, buffers } = spec.arena
  const arena = new Arena(layout, {
    ...options,
    agents: 1,
    seats: 1,
    shards,
    steps: step + 1,
    firstStep: step,
    snapshotEvery: 0,
    evaluateEvery: 0,
    evaluations: 0,
    metrics: 0,
    depth: 1,
    faults: fault === undefined ? 0 : 1,
    keepBest: false,
  })
  const { ledger, shared } = arena
  row = ledger.view
  shared.buffers.set(buffers)
  if (fault !== undefined) {
    const at = { step, phase: phaseNumber('backward'), agent: 0, item: shard }
    ledger.arm(0, { ...at, act: fault, ms: 0, lasting: false })
  }
  ledger.setRange(0, shard, shard + 1)
  const seat = arena.admit(0, 1)
  openGate(row).publish(shard, batchWord(step, place))
  ledger.open()
  const session = new Session({ ...spec, arena: shared, evaluation: null }, equipment, seat, {
    step: () => {},
  })
  // It is alone, its shard comes first and its batch lies ready: there is nothing else to do.
  const action = session.move(0)
  if (action !== Action.compute) throw new TrialError(step, shard)
  return { gradient: arena.slot(seat, 0), spoilt: fault !== undefined && ledger.reached(0) }
}

/**
 * Computes a shard of the running step once more, for an arbiter: the arena is only read. Meant for a fresh thread
 * that has done nothing else, after `prepareThread(spec.threads)`:
 *
 *     const { gradient } = await tryLiveShard(spec, { step, shard, shards, place })
 *     digestOf(gradient) // equal for slots with equal bytes
 *
 * `place` is that of the batch word of (step, shard) in the run's ledger. Parameters, buffers and batch stand still
 * until the step is decided: whoever asks makes sure afterwards that the round is still the same and undecided, and
 * otherwise forgets the result.
 */
export async function tryLiveShard(spec: SessionSpec, shard: TrialShard): Promise<Trial> {
  const equipment = await equip(spec)
  aliasParameters(equipment, spec.arena)
  return tryShard(spec, equipment, shard)
}

/** SHA-256 of the bytes of all parts, one after the other. */
export function digestOf(...parts: readonly ArrayBufferView[]): string {
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of parts)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  return hash.digest('hex')
}

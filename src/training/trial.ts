import { createHash } from 'node:crypto'
import { Action, Arena, type ArmedFault, type SharedArena } from '../arena/index.js'
import { batchWord, openGate } from '../data/gate.js'
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

/**
 * The thread's native calls are named in the row of the last stepper that was opened in it, so the row stays for as
 * long as the thread may make any. The rest of the arena stays with it: it takes no memory when it is forgotten, and
 * its address space, if malloc had it back, would only come to be full of holes.
 */
const kept: { arena?: Arena } = {}

/**
 * Computes one shard in an arena of its own, by the very session that trains: same threads, same kernels, buffers
 * restored, random numbers keyed alike. It ends before the shard is published, so one private slot is all that is
 * written.
 *
 * The thread must have been prepared for `spec.threads` (`prepareThread`), as an agent's is.
 */
export class Trial {
  readonly #arena: Arena
  readonly #seat: number
  readonly #spec: SessionSpec
  readonly #at: TrialShard

  /**
   * @param spec of the run; its arena says how parameters lie, and is left alone
   * @param fault what the gradient is to be spoilt with
   */
  constructor(spec: SessionSpec, at: TrialShard, fault?: ArmedFault['act']) {
    const { layout, options } = spec.arena
    const { step, shard, shards, place } = at
    this.#at = at
    this.#arena = new Arena(layout, {
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
      redundancy: { share: 0, seed: 0 },
      trial: true,
    })
    this.#spec = { ...spec, arena: this.#arena.shared, evaluation: null }
    const { ledger } = this.#arena
    kept.arena = this.#arena
    if (fault !== undefined) {
      const where = { step, phase: phaseNumber('backward'), agent: 0, item: shard }
      ledger.arm(0, { ...where, act: fault, ms: 0, lasting: false, check: false })
    }
    ledger.setRange(0, shard, shard + 1)
    this.#seat = this.#arena.admit(0, 1)
    openGate(ledger.view).publish(shard, batchWord(step, place))
    ledger.open()
  }

  /** The private arena: whoever makes a trial puts the buffers to begin with into it. */
  get arena(): SharedArena {
    return this.#arena.shared
  }

  /**
   * The shard's gradient, laid out as the parameters, then its tail: the bytes that a slot of the run would hold. At the
   * parameters that `equipment` has. Once only.
   *
   * @throws TaskCallError and what else a shard of the run throws
   */
  compute(equipment: Equipment): Float32Array {
    const { step, shard } = this.#at
    const session = new Session(this.#spec, equipment, this.#seat, { step: () => {} })
    // It is alone, its shard comes first and its batch lies ready: there is nothing else to do.
    if (session.move(0) !== Action.compute) throw new TrialError(step, shard)
    return this.#arena.slot(this.#seat, 0)
  }

  /** Nothing of it is read any more: what lies in the private arena is given back. */
  end(): void {
    this.#arena.forget()
  }

  /** Whether the planned fault spoilt it. */
  get spoilt(): boolean {
    return this.#arena.ledger.shape.faults > 0 && this.#arena.ledger.reached(0)
  }
}

/**
 * Computes a shard of the running step once more, for an arbiter: the arena is only read. Meant for a fresh thread
 * that has done nothing else, after `prepareThread(spec.threads)`:
 *
 *     digestOf(await tryLiveShard(spec, { step, shard, shards, place })) // equal for slots with equal bytes
 *
 * `place` is that of the batch word of (step, shard) in the run's ledger. Parameters, buffers and batch stand still
 * until the step is decided: whoever asks makes sure afterwards that the round is still the same and undecided, and
 * otherwise forgets the result.
 */
export async function tryLiveShard(spec: SessionSpec, at: TrialShard): Promise<Float32Array> {
  const equipment = await equip(spec)
  aliasParameters(equipment, spec.arena)
  const trial = new Trial(spec, at)
  trial.arena.buffers.set(spec.arena.buffers)
  return trial.compute(equipment)
}

/** SHA-256 of the bytes of all parts, one after the other. */
export function digestOf(...parts: readonly ArrayBufferView[]): string {
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of parts)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  return hash.digest('hex')
}

import { BatchNotDivisibleError, DatasetError } from './errors.js'
import { permutation, RandomUse } from './random.js'

/** The steps of a number of epochs. */
export interface EpochSteps {
  /** ⌊epochs · samples / batch⌋. */
  readonly steps: number
  /** Samples of those epochs that the last step leaves over. */
  readonly remainder: number
}

/** How many whole steps fit into `epochs` passes over `samples` samples. `epochs` may be a fraction. */
export function stepsOfEpochs(epochs: number, samples: number, batch: number): EpochSteps {
  const wanted = Math.floor(epochs * samples)
  const steps = Math.floor(wanted / batch)
  return { steps, remainder: wanted - steps * batch }
}

/** Refuses a global batch that cannot be cut into equal shards. */
export function checkBatch(batch: number, shards: number): void {
  for (const [name, value] of Object.entries({ batch, shards })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new DatasetError(`${name} is ${value}; it must be a whole number of at least 1`, {
        [name]: value,
      })
    }
  }
  if (batch % shards !== 0) throw new BatchNotDivisibleError(batch, shards)
}

/**
 * Which samples a shard of a step consists of: a pure function of (seed, step, shard).
 *
 * The epochs' permutations stand one after the other on one endless line; step t takes the positions
 * [t·batch, (t+1)·batch), shard s its s-th part. So batches cross epoch borders, each sample comes exactly
 * once an epoch, and the shape never changes. A batch larger than the dataset simply spans several epochs.
 * Who asks, in which order and how often makes no difference (exact-step §1).
 */
export class Sampler {
  readonly shardBatch: number
  // The two latest permutations: a batch that crosses a border, prepared shard by shard, needs both in turn.
  #epochs: [number, number] = [-1, -1]
  #permutations: [Uint32Array, Uint32Array] = [new Uint32Array(0), new Uint32Array(0)]

  /** Errors: BatchNotDivisibleError, DatasetError. `seed` is a non-negative safe integer. */
  constructor(
    readonly seed: number,
    readonly samples: number,
    readonly batch: number,
    readonly shards: number,
  ) {
    checkBatch(batch, shards)
    if (!Number.isSafeInteger(samples) || samples < 1 || samples > 0xffff_ffff) {
      throw new DatasetError(`a sampler needs 1 to 4294967295 samples, not ${samples}`, { samples })
    }
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new DatasetError(`the seed is ${seed}; it must be a whole number from 0 to 2^53 - 1`, { seed })
    }
    this.shardBatch = batch / shards
  }

  /** Position of the shard's first sample on the line of epochs; epoch = ⌊position / samples⌋. */
  position(step: number, shard: number): number {
    return step * this.batch + shard * this.shardBatch
  }

  /** The shard's sample indices, `shardBatch` of them; written to `out` when it is given. */
  indices(step: number, shard: number, out: Uint32Array = new Uint32Array(this.shardBatch)): Uint32Array {
    let position = this.position(step, shard)
    const end = position + this.shardBatch
    let written = 0
    while (position < end) {
      const epoch = Math.floor(position / this.samples)
      const permutation = this.#permutation(epoch)
      const from = position - epoch * this.samples
      const count = Math.min(end - position, this.samples - from)
      out.set(permutation.subarray(from, from + count), written)
      written += count
      position += count
    }
    return out
  }

  #permutation(epoch: number): Uint32Array {
    const slot = epoch % 2
    if (this.#epochs[slot] !== epoch) {
      this.#permutations[slot] = permutation(this.seed, RandomUse.shuffle, epoch, this.samples)
      this.#epochs[slot] = epoch
    }
    return this.#permutations[slot]!
  }
}

import { defineActor } from '../src/actor/definition.js'
import { prepareThread } from '../src/native/index.js'
import type { Third } from '../src/supervision/index.js'
import type { SessionSpec } from '../src/training/session.js'
import { type TrialShard, tryLiveShard } from '../src/training/trial.js'

/** What an arbiter is asked: which shard to compute, and the two results that differ, as they lie in their slots. */
export interface ArbiterArgs {
  readonly spec: SessionSpec
  readonly shard: TrialShard
  readonly first: Float32Array
  readonly second: Float32Array
}

/**
 * Computes a shard in a fresh thread and in memory of its own, to settle which of two earlier results is wrong. It
 * shares nothing with the agents that computed those but the parameters and the batch.
 */
export default defineActor(import.meta.url, (_ctx, { spec, shard, first, second }: ArbiterArgs) => {
  prepareThread(spec.threads)
  return {
    settle: async (): Promise<Third> => {
      const gradient = await tryLiveShard(spec, shard)
      return { first: same(gradient, first), second: same(gradient, second) }
    },
  }
})

/** Whether two results have the same bits. */
function same(one: Float32Array, other: Float32Array): boolean {
  return bytesOf(one).equals(bytesOf(other))
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

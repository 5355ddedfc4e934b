import { defineActor } from '../src/actor/definition.js'
import type { ActorRef } from '../src/actor/index.js'
import { type SharedArena, Snapshots, viewImage } from '../src/arena/index.js'
import { writeCheckpoint } from '../src/state/checkpoint/write.js'
import type { CheckpointPlan } from '../src/state/index.js'
import { checkpointState } from '../src/training/carried.js'
// Files instead of their folders' lists, as in trainer.ts: every run starts this thread.

/** What a writer starts with. */
export interface CheckpointWriterArgs {
  readonly arena: SharedArena
  /** Memory of an image, kept by main: what a writer that died had copied, its successor need not copy again. */
  readonly image: Uint8Array<SharedArrayBuffer>
  readonly plan: CheckpointPlan
  readonly metrics: readonly string[]
  readonly owner: ActorRef<WriterReports>
}

/** What a writer tells its owner. */
export type WriterReports = {
  /** The checkpoint is on the disk, and `latest` points to it. */
  written(checkpoint: { readonly step: number; readonly path: string }): void
  /** It could not be written; the next one is tried when it is due. */
  failed(attempt: { readonly step: number; readonly code: string; readonly message: string }): void
  /** The run is over, and every snapshot that was under way is dealt with. */
  ended(): void
}

/** Longest wait in native code: as long the thread stays away from its event loop. */
const sliceMs = 100

/**
 * Copies snapshots and writes them, in a thread of its own: training goes on meanwhile, however slow the disk is.
 * The next one for the disk is opened once this one is written, or has failed.
 */
export default defineActor(import.meta.url, (ctx, args: CheckpointWriterArgs) => {
  const { arena, image, plan, metrics, owner } = args
  const snapshots = new Snapshots(arena)
  ctx.self.tell('turn')
  return {
    turn: async () => {
      const step = snapshots.await(sliceMs)
      if (step === 'aborted') {
        owner.tell('ended')
        return
      }
      if (step !== 'timeout') await write(step)
      setImmediate(() => ctx.self.tell('turn'))
    },
  }

  async function write(step: number): Promise<void> {
    for (const _ of snapshots.copy(image)) await new Promise((resolve) => setImmediate(resolve))
    snapshots.release()
    try {
      const state = checkpointState(step, viewImage(image, snapshots.state), metrics)
      owner.tell('written', { step, path: await writeCheckpoint(plan, state) })
    } catch (error) {
      const { code = 'ERR_UNEXPECTED', message } = error as { code?: string; message: string }
      owner.tell('failed', { step, code, message })
    } finally {
      snapshots.written()
    }
  }
})

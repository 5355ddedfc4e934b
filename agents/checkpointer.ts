import { type ActorContext, type Down, defineActor } from '../src/actor/index.js'
import type { SharedArena } from '../src/arena/index.js'
import { type CheckpointPlan, CheckpointWriteError } from '../src/state/index.js'
import { RestartIntensity } from '../src/supervision/index.js'
import checkpointWriter, { type WriterReports } from './checkpoint-writer.js'

/** What a checkpointer starts with. It lives in main's thread, so these are the things themselves. */
export interface CheckpointerArgs {
  readonly arena: SharedArena
  readonly image: Uint8Array<SharedArrayBuffer>
  readonly plan: CheckpointPlan
  readonly metrics: readonly string[]
  /** The step that is being worked on. */
  step(): number
  written(checkpoint: { readonly step: number; readonly path: string }): void
  failed(attempt: { readonly step: number; readonly code: string; readonly message: string }): void
  /** Nothing more comes: the run is over, or there is no writer any more. */
  ended(): void
}

const restarts = 3
const withinMs = 60_000

/** Owns the thread that writes checkpoints, and replaces it when it dies: a run never ends for want of a writer. */
export default defineActor(import.meta.url, async (ctx, args: CheckpointerArgs) => {
  const intensity = new RestartIntensity(restarts, withinMs, () => ctx.clock.now())
  let life = 0
  let over = false
  await start()
  return {
    written: (checkpoint) => args.written(checkpoint),
    failed: (attempt) => args.failed(attempt),
    ended: () => end(),
    died: async (how: Down) => {
      if (over) return
      const cause = how.error ?? new Error(`the thread that writes checkpoints ended (${how.reason})`)
      const { code, message } = new CheckpointWriteError(args.plan.folder, args.step(), cause)
      args.failed({ step: args.step(), code, message })
      if (!intensity.spend()) return end()
      await start().catch(end)
    },
  } satisfies WriterReports & Record<string, (payload: any) => unknown>

  function end(): void {
    over = true
    args.ended()
  }

  async function start(): Promise<void> {
    const { arena, image, plan, metrics } = args
    const ref = await (ctx as ActorContext).spawn(
      checkpointWriter,
      { arena, image, plan, metrics, owner: ctx.self as never },
      { name: `writer.${++life}`, placement: 'thread', resourceLimits: { maxYoungGenerationSizeMb: 8 } },
    )
    ctx.watch(ref, (down) => ctx.self.tell('died', down))
  }
})

import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type StateShape, viewImage } from '../arena/index.js'
import type { TroupeError } from '../errors.js'
import type { RunEvent } from '../observe/index.js'
import {
  type CheckpointPlan,
  CheckpointWriteError,
  chooseCheckpoint,
  type MemoryFile,
  type ProbeDigests,
  shareDigests,
  writeCheckpoint,
} from '../state/index.js'
import { checkpointState } from '../training/carried.js'

/** A disk that does not answer is not waited for any longer. */
const writeMs = 60_000

/** What the states in a run's memory file mean: enough to write one down without the task. */
export interface StateMeaning {
  readonly plan: Omit<CheckpointPlan, 'probe'>
  readonly probe: ProbeDigests | undefined
  readonly shape: StateShape
  /** Names of what evaluations report. */
  readonly metrics: readonly string[]
}

/** What became of it. */
export interface Rescued {
  /** Whether the run directory has a checkpoint that is at least as new as what memory had. */
  readonly onDisk: boolean
  /** What is to be told: the checkpoint, or why there is none. */
  readonly events: readonly RunEvent[]
}

/**
 * Writes the newest state of a memory file into the run directory, as any other checkpoint, unless the disk has one as
 * new: for a run whose process will not come back. A run directory that somebody removed is not made again.
 */
export async function rescue(
  memory: MemoryFile,
  { plan, probe, shape, metrics }: StateMeaning,
): Promise<Rescued> {
  const run = dirname(plan.folder)
  if (!existsSync(run)) return { onDisk: false, events: [] }
  const { checkpoint: kept } = memory.newest(plan.identity)
  const disk = stepOnDisk(run, plan)
  const step = kept?.manifest.step ?? 0
  if (kept === null || step === 0 || step <= disk) return { onDisk: disk > 0, events: [] }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const overdue = new Error(`the disk did not answer within ${writeMs / 1000} s`)
    timer = setTimeout(() => reject(new CheckpointWriteError(plan.folder, step, overdue)), writeMs)
  })
  try {
    const state = checkpointState(step, viewImage(kept.image, shape), metrics)
    const written = writeCheckpoint({ ...plan, probe: shareDigests(probe) }, state)
    const path = await Promise.race([written, late])
    return { onDisk: true, events: [{ event: 'checkpoint', step, path }] }
  } catch (error) {
    const { code, message } = error as TroupeError
    return { onDisk: disk > 0, events: [{ event: 'warning', code, message }] }
  } finally {
    clearTimeout(timer)
  }
}

/** Step of the last good checkpoint of this run; -1 without one. */
function stepOnDisk(run: string, { folder, identity }: StateMeaning['plan']): number {
  try {
    return chooseCheckpoint({ run, folder, only: undefined }, identity).checkpoint?.manifest.step ?? -1
  } catch {
    // What there is, is damaged or another run's: nothing that could be gone on from.
    return -1
  }
}

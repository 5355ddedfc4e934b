import { type Arena, type Layout, viewLive } from '../arena/index.js'
import {
  type Checkpoint,
  CheckpointDamagedError,
  type CheckpointPlan,
  type Chosen,
  chooseCheckpoint,
  IdentityMismatchError,
  type MemoryCheckpoint,
  type MemoryFile,
  NoCheckpointError,
  type ResumeSource,
  restoreCheckpoint,
  restoreMemory,
  type Skipped,
  type StateForm,
} from '../state/index.js'
import { carriedScalars } from './carried.js'
import { OptionError } from './errors.js'
import { type Prepared, stateNames } from './prepare.js'

/** What the arena's memory means, for whoever writes or reads it without the task. */
export function stateForm({ task, built, metrics, plan }: Prepared, layout: Layout): StateForm {
  const constants = [...built.constants].map(
    ([name, tensor]) =>
      [name, { dtype: tensor.dtype, shape: [...tensor.shape], data: tensor.toTypedArray() }] as const,
  )
  const parameters = new Set(built.module.namedParameters().keys())
  return {
    layout,
    stateNames: stateNames(task, built.optimizer),
    constants: new Map(constants),
    frozen: [...built.constants.keys()].filter((name) => parameters.has(name)),
    carried: carriedScalars(metrics.length),
    batch: plan.batch,
  }
}

/** What all checkpoints of the run have in common. */
export function checkpointPlan(
  { name, plan, identity }: Prepared,
  form: StateForm,
  place: Pick<CheckpointPlan, 'folder' | 'keep' | 'damaged' | 'probe'>,
): CheckpointPlan {
  return { ...place, task: name, identity, steps: plan.steps, form }
}

/** What a run goes on from. */
export interface Resumed {
  /** The newer one of memory and disk. */
  readonly checkpoint: Checkpoint | MemoryCheckpoint | null
  /** The last good one on the disk. */
  readonly disk: Checkpoint | null
  readonly skipped: readonly Skipped[]
}

/**
 * Finds the checkpoint to go on from, for a run that is prepared. With the memory of a process that was killed it is
 * the newer one: a run is never sent back because its disk is slow, or its checkpoints there are damaged.
 *
 * @throws NoCheckpointError, IdentityMismatchError, OptionError when the run is shorter than the checkpoint
 */
export function findCheckpoint(
  source: ResumeSource,
  prepared: Prepared,
  memory?: MemoryFile | undefined,
): Resumed {
  const found = memory?.newest(prepared.identity) ?? { checkpoint: null, skipped: [] }
  const { checkpoint: disk, skipped } = chooseOnDisk(source, prepared, found.checkpoint !== null)
  const kept = found.checkpoint
  const checkpoint = kept !== null && kept.manifest.step >= (disk?.manifest.step ?? 0) ? kept : disk
  if (checkpoint !== null) requireFit(checkpoint, prepared)
  return { checkpoint, disk, skipped: [...skipped, ...found.skipped] }
}

/** @param spare whether there is another one to go on from: then it is no error that none of these is good */
function chooseOnDisk(source: ResumeSource, { identity }: Prepared, spare: boolean): Chosen {
  try {
    return chooseCheckpoint(source, identity)
  } catch (error) {
    if (!spare || !(error instanceof NoCheckpointError)) throw error
    return { checkpoint: null, skipped: error.skipped }
  }
}

function requireFit({ manifest, path }: Checkpoint | MemoryCheckpoint, { plan, task, name }: Prepared): void {
  const { step, steps } = manifest
  if (step > plan.steps) {
    throw new OptionError(
      `steps ${plan.steps} are fewer than the ${step} of the checkpoint ${path}. Raise steps.`,
      { step, steps: plan.steps },
    )
  }
  // The steps that are done went by the schedule of the old length.
  if (typeof task.schedule === 'function' && steps !== plan.steps) {
    throw new IdentityMismatchError(`the checkpoint ${path}`, [
      `steps is ${steps}, not ${plan.steps}, and the schedule of the task ${name} depends on it`,
    ])
  }
}

/** Puts the checkpoint's state into the arena that was made for it. @throws CheckpointDamagedError */
export function restoreArena(arena: Arena, form: StateForm, checkpoint: Checkpoint | MemoryCheckpoint): void {
  if (checkpoint.manifest.step !== arena.shared.options.firstStep)
    throw new CheckpointDamagedError(checkpoint.path, 'is of another step than the arena')
  const into = viewLive(arena.shared)
  if ('image' in checkpoint) restoreMemory(checkpoint, form, arena.state, into)
  else restoreCheckpoint(checkpoint, form, into)
}

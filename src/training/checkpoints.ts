import { type Arena, type Layout, type StateViews, viewLive } from '../arena/index.js'
import {
  type Checkpoint,
  CheckpointDamagedError,
  type CheckpointPlan,
  type CheckpointState,
  chooseCheckpoint,
  IdentityMismatchError,
  type ResumeSource,
  restoreCheckpoint,
  type Skipped,
  type StateForm,
} from '../state/index.js'
import { carriedOf, carriedScalars } from './carried.js'
import { OptionError } from './errors.js'
import type { Prepared } from './prepare.js'

/** What the arena's memory means, for whoever writes or reads it without the task. */
export function stateForm({ built, metrics, plan }: Prepared, layout: Layout): StateForm {
  const constants = [...built.constants].map(
    ([name, tensor]) =>
      [name, { dtype: tensor.dtype, shape: [...tensor.shape], data: tensor.toTypedArray() }] as const,
  )
  const parameters = new Set(built.module.namedParameters().keys())
  return {
    layout,
    stateNames: built.optimizer.stateNames,
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
  place: { readonly folder: string; readonly keep: number; readonly damaged: readonly string[] },
): CheckpointPlan {
  return { ...place, task: name, identity, steps: plan.steps, form }
}

/** A state ready to be written; `metrics` are the names of what evaluations report. */
export function checkpointState(
  step: number,
  views: StateViews,
  metrics: readonly string[],
): CheckpointState {
  const { progress, loss, evaluations, last, kept } = carriedOf(views.running, metrics.length)
  const named = (values: readonly number[]) =>
    Object.fromEntries(metrics.map((name, i) => [name, values[i]!]))
  const hasBest = !Number.isNaN(progress.best)
  return {
    step,
    views,
    hasBest,
    progress: {
      loss,
      evaluations,
      evaluation: evaluations === 0 ? null : named(last),
      keptBest: hasBest ? named(kept) : null,
      earlyStopping: { best: progress.stoppingBest, waited: progress.waited },
    },
  }
}

/** What a run goes on from. */
export interface Resumed {
  readonly checkpoint: Checkpoint | null
  readonly skipped: readonly Skipped[]
}

/**
 * Finds the checkpoint to go on from, for a run that is prepared.
 *
 * @throws NoCheckpointError, IdentityMismatchError, OptionError when the run is shorter than the checkpoint
 */
export function findCheckpoint(source: ResumeSource, { identity, plan, task, name }: Prepared): Resumed {
  const { checkpoint, skipped } = chooseCheckpoint(source, identity)
  if (checkpoint === null) return { checkpoint, skipped }
  const { step, steps } = checkpoint.manifest
  if (step > plan.steps) {
    throw new OptionError(
      `steps ${plan.steps} are fewer than the ${step} of the checkpoint ${checkpoint.path}. Raise steps.`,
      { step, steps: plan.steps },
    )
  }
  // The steps that are done went by the schedule of the old length.
  if (task.schedule !== undefined && steps !== plan.steps) {
    throw new IdentityMismatchError(`the checkpoint ${checkpoint.path}`, [
      `steps is ${steps}, not ${plan.steps}, and the schedule of the task ${name} depends on it`,
    ])
  }
  return { checkpoint, skipped }
}

/** Puts the checkpoint's state into the arena that was made for it. @throws CheckpointDamagedError */
export function restoreArena(arena: Arena, form: StateForm, checkpoint: Checkpoint): void {
  if (checkpoint.manifest.step !== arena.shared.options.firstStep)
    throw new CheckpointDamagedError(checkpoint.path, 'is of another step than the arena')
  restoreCheckpoint(checkpoint, form, viewLive(arena.shared))
}

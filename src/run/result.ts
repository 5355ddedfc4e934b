import type { Incident } from '../observe/index.js'
import { save } from '../tensor/index.js'
import type { Monitor } from '../training/monitor.js'
import { takeOutcome } from '../training/outcome.js'
import type { Ensemble } from './ensemble.js'
import type { RunResult } from './run.js'

/** How a run ended that did not fail. */
export interface End {
  readonly status: RunResult['status']
  /** Steps that were done. */
  readonly step: number
  /** The model of the best evaluation is the one that counts. */
  readonly best: boolean
}

/** Takes the model and the figures out of a run whose threads have ended, and writes the model down. */
export function takeResult(
  { prepared, arena, directory, checkpoints }: Ensemble,
  monitor: Monitor,
  incidents: readonly Incident[],
  { status, step, best }: End,
): RunResult {
  const { form } = checkpoints.plan
  const { model, parametersSha256, stateSha256 } = takeOutcome(prepared, form, arena, step, best)
  save(directory.file('model.safetensors'), model, {
    metadata: { task: prepared.name, parametersSha256 },
  })
  return {
    status,
    steps: step,
    loss: monitor.loss,
    evaluation: monitor.best ?? monitor.evaluation,
    parametersSha256,
    stateSha256,
    ...monitor.summary(),
    incidents,
    runDirectory: directory.path,
    model,
  }
}

import { Arena, viewLive } from '../arena/index.js'
import { parametersSha256, runState, type StateForm, stateSha256 } from '../state/index.js'
import type { Prepared } from './prepare.js'
import type { AnyModule } from './task.js'

/** What a run ends with. */
export interface Outcome {
  /** Main's module with the trained values, in evaluation mode. */
  readonly model: AnyModule
  readonly parametersSha256: string
  readonly stateSha256: string
}

/**
 * Takes the trained values out of the arena: what evaluations saw, the moving average where there is one. With `best`
 * these are the kept parameters and buffers; the state's hash is of the run's last state all the same.
 */
export function takeOutcome(
  { built }: Prepared,
  form: StateForm,
  arena: Arena,
  steps: number,
  best: boolean,
): Outcome {
  const views = viewLive(arena.shared)
  const state = runState(form, views, steps)
  const { layout } = arena.shared
  const kept = best ? arena.shared.best! : null
  const values = kept === null ? Arena.evaluated(arena.shared) : kept.subarray(0, layout.elements)
  const bufferValues = kept === null ? arena.shared.buffers : kept.subarray(layout.elements)
  for (const segment of layout.parameters)
    built.trained.get(segment.name)!.copyFrom(Arena.slice(values, segment))
  for (const segment of layout.buffers)
    built.buffers.get(segment.name)!.copyFrom(Arena.slice(bufferValues, segment))
  const parameters = new Map(state.parameters)
  for (const segment of layout.parameters) parameters.set(segment.name, Arena.slice(values, segment))
  return {
    model: built.module.eval(),
    parametersSha256: parametersSha256(parameters),
    stateSha256: stateSha256(state),
  }
}

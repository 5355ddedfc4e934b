import { Arena } from '../arena/index.js'
import { parametersSha256, type RunState, stateSha256 } from '../state/index.js'
import { progressScalars } from './decision.js'
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
 * Takes the trained values out of the arena. With `best` these are the kept parameters and buffers; the state's
 * hash is of the run's last state all the same.
 */
export function takeOutcome(prepared: Prepared, arena: Arena, steps: number, best: boolean): Outcome {
  const { built, plan } = prepared
  const { parameters, buffers, moments, running } = arena.shared
  const { layout } = arena.shared
  const state: RunState = {
    parameters: withConstants(prepared, segments(layout.parameters, parameters)),
    optimizer: new Map(
      moments.flatMap((moment, i) =>
        layout.parameters.map((segment) => [
          `${segment.name}.${built.optimizer.stateNames[i]}`,
          Arena.slice(moment, segment),
        ]),
      ),
    ),
    // What evaluations left behind is no part of the state that a step starts from.
    running: [...running.subarray(0, running.length - progressScalars)],
    buffers: segments(layout.buffers, buffers),
    cursor: steps * plan.batch,
  }
  const stateHash = stateSha256(state)
  const kept = best ? arena.shared.best! : null
  const values = kept === null ? parameters : kept.subarray(0, layout.elements)
  const bufferValues = kept === null ? buffers : kept.subarray(layout.elements)
  for (const segment of layout.parameters)
    built.trained.get(segment.name)!.copyFrom(Arena.slice(values, segment))
  for (const segment of layout.buffers)
    built.buffers.get(segment.name)!.copyFrom(Arena.slice(bufferValues, segment))
  return {
    model: built.module.eval(),
    parametersSha256: parametersSha256(withConstants(prepared, segments(layout.parameters, values))),
    stateSha256: stateHash,
  }
}

function segments(
  list: readonly { name: string; offset: number; length: number }[],
  region: Float32Array<SharedArrayBuffer>,
): Map<string, ArrayBufferView> {
  return new Map(list.map(({ name, offset, length }) => [name, region.subarray(offset, offset + length)]))
}

/** Frozen parameters are parameters too: they never change, and main's are as good as anybody's. */
function withConstants(
  { built }: Prepared,
  trained: Map<string, ArrayBufferView>,
): Map<string, ArrayBufferView> {
  const frozen = new Set(built.module.namedParameters().keys())
  for (const [name, tensor] of built.constants) if (frozen.has(name)) trained.set(name, tensor.toTypedArray())
  return trained
}

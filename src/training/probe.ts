import type { ArmedFault } from '../arena/index.js'
import { type BatchMemory, openBatch } from '../data/layout.js'
import type { ProbeDigests } from '../state/index.js'
import { fromShared, Scope } from '../tensor/index.js'
import { native } from '../tensor/internal.js'
import { aliasParameters, type Equipment, type SessionSpec } from './session.js'
import { digestOf, Trial } from './trial.js'

/** What an agent's admission probe gave. */
export interface Probe {
  readonly digests: ProbeDigests
  /** Whether a planned fault spoilt it. */
  readonly spoilt: boolean
}

/**
 * The admission probe (exact-step §5): one shard of the built-in batch at the seed's parameters, and the update of the
 * first chunk with its gradient, by the code that trains and in private memory only. Every agent of a run that computes
 * rightly gets the same bits.
 *
 * @param equipment fresh: with the seed's values. Its parameters are aliased afterwards to memory that is gone
 * @param fault what the gradient is to be spoilt with
 */
export function probe(spec: SessionSpec, equipment: Equipment, fault?: ArmedFault['act']): Probe {
  const at = { step: 0, shard: 0, shards: 1, place: 0 }
  const trial = new Trial({ ...spec, batches: spec.probe }, at, fault)
  const { layout, parameters, buffers } = trial.arena
  const { trained, buffers: floating } = equipment.built
  for (const { name, offset, length } of layout.parameters)
    native().copyOut(trained.get(name)!.handle, parameters.subarray(offset, offset + length))
  for (const { name, offset, length } of layout.buffers)
    native().copyOut(floating.get(name)!.handle, buffers.subarray(offset, offset + length))
  // As in the run: what an agent's tensors may hold together does not count its parameters.
  aliasParameters(equipment, trial.arena)
  const gradient = trial.compute(equipment)
  const digests = {
    batch: digestOf(...batchOf(spec.probe)),
    gradient: digestOf(gradient),
    update: digestOf(...updateFirstChunk(trial, equipment, gradient)),
  }
  trial.end()
  return { digests, spoilt: trial.spoilt }
}

function batchOf(memory: BatchMemory): ArrayBufferView[] {
  return Object.values(openBatch(memory, 0))
}

/** One update of the first chunk in the private arena, span by span: its parameters and moments. */
function updateFirstChunk({ arena }: Trial, { built }: Equipment, gradient: Float32Array): Float32Array[] {
  const { layout, parameters, moments } = arena
  const { optimizer } = built
  const length = Math.min(layout.chunkElements, layout.elements)
  const scope = new Scope()
  try {
    for (const { begin, end, group } of layout.spans) {
      if (begin >= length) break
      const part = (whole: Float32Array) => {
        const view = whole.subarray(begin, Math.min(end, length))
        return fromShared(view, [view.length])
      }
      const values = part(parameters)
      values.grad = part(gradient)
      const { scalars } = optimizer.advance(optimizer.running, optimizer.groups[group]!.options)
      native().optimizerStep(
        optimizer.kind,
        Uint32Array.of(values.handle),
        Uint32Array.from(moments.slice(0, optimizer.stateNames.length), (each) => part(each).handle),
        Float64Array.from(scalars),
      )
    }
  } finally {
    scope.dispose()
  }
  return [parameters, ...moments].map((whole) => whole.subarray(0, length))
}

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planLayout, type StateViews } from '../../../src/arena/index.js'
import {
  type CheckpointPlan,
  type StateForm,
  shareDigests,
  writeCheckpoint,
} from '../../../src/state/index.js'

const layout = planLayout(
  [
    { name: 'fc.weight', shape: [2, 3] },
    { name: 'fc.bias', shape: [2] },
  ],
  [{ name: 'norm.mean', shape: [3] }],
)

export const form: StateForm = {
  layout,
  stateNames: ['momentum'],
  constants: new Map([
    ['frozen.weight', { dtype: 'float32', shape: [2], data: Float32Array.of(5, 6) }],
    ['norm.count', { dtype: 'int64', shape: [1], data: BigInt64Array.of(7n) }],
  ]),
  frozen: ['frozen.weight'],
  carried: 1,
  batch: 16,
}

/** A state whose every number is told by `step`. */
export function viewsOf(step: number): StateViews {
  const fill = (length: number, by: number) => Float32Array.from({ length }, (_, i) => step * 1000 + i * by)
  return {
    parameters: fill(layout.elements, 0.5),
    moments: [fill(layout.elements, 0.25)],
    buffers: fill(layout.bufferElements, 2),
    best: fill(layout.elements + layout.bufferElements, 3),
    running: Float64Array.of(0.9 ** step, step, Number.NaN),
  }
}

export const identity = { task: 'a'.repeat(64), seed: 3, batch: 16, native: { node: '20' } }

export function planOf(folder: string, changes: object = {}): CheckpointPlan {
  const probe = shareDigests()
  const plan = { folder, keep: 3, task: 'small', identity, probe, steps: 100, form, damaged: [], ...changes }
  return plan as unknown as CheckpointPlan
}

/** A run directory with checkpoints of these steps. */
export async function runWith(steps: readonly number[], changes: object = {}): Promise<string> {
  const run = mkdtempSync(join(tmpdir(), 'troupe-'))
  for (const step of steps) await write(run, step, changes)
  return run
}

export function write(run: string, step: number, changes: object = {}): Promise<string> {
  const state = { step, views: viewsOf(step), hasBest: true, progress: { loss: 0.5 } }
  return writeCheckpoint(planOf(join(run, 'checkpoints'), changes), state)
}

import test from 'ava'
import { optim } from '../../src/tensor/index.js'
import {
  combineEvaluation,
  gradientScale,
  judgeEvaluation,
  noProgress,
  progressOf,
  progressScalars,
  pushProgress,
} from '../../src/training/decision.js'

test('the best evaluation is kept and a tie is not', (t) => {
  const goals = { keepBest: { metric: 'accuracy' } }
  let progress = noProgress
  const kept = [0.5, 0.7, 0.7, Number.NaN, 0.6, 0.8].map((accuracy) => {
    const verdict = judgeEvaluation({ accuracy }, progress, goals)
    progress = verdict.progress
    return verdict.keep
  })
  t.deepEqual(kept, [true, true, false, false, false, true])
})

test('early stopping puts up with as many evaluations as its patience says', (t) => {
  const goals = { earlyStopping: { metric: 'loss', mode: 'min' as const, patience: 2, minDelta: 0.1 } }
  let progress = noProgress
  const stops = [1, 0.95, 0.8, 0.75, 0.9].map((loss) => {
    const verdict = judgeEvaluation({ loss }, progress, goals)
    progress = verdict.progress
    return verdict.stop
  })
  t.deepEqual(stops, [false, false, false, false, true])
})

test('the gradient is divided by the batch weight once, and clipped as PyTorch does', (t) => {
  t.deepEqual(gradientScale(4, 16 * 9, undefined), { scale: 0.25, norm: 3, clip: 1 })
  const { scale, norm, clip } = gradientScale(4, 16 * 9, 1.5)
  t.is(norm, 3)
  t.is(clip, 1.5 / (3 + 1e-6))
  t.is(scale, clip / 4)
})

test('evaluation means are weighted by samples', (t) => {
  const batches = [
    { samples: 3, values: [1, 0] },
    { samples: 1, values: [0, 4] },
  ]
  t.deepEqual(combineEvaluation(batches), [0.75, 1])
})

test('a plateau counts evaluations without an improvement, and keeps its place among the running scalars', (t) => {
  const goals = {
    schedule: optim.plateau({ metric: 'loss', mode: 'min', patience: 1, factor: 0.5, cooldown: 1 }),
  }
  let progress = noProgress
  const factors = [3, 3, 3, 3, 3, 3, 1].map((loss) => {
    progress = judgeEvaluation({ loss }, progress, goals).progress
    const running: number[] = [7]
    pushProgress(running, progress)
    t.is(running.length, 1 + progressScalars)
    t.deepEqual(progressOf(running, 1), progress)
    return progress.plateau.factor
  })
  t.deepEqual(factors, [1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
})

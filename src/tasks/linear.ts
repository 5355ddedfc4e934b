import { datasets } from '../data/index.js'
import { F, nn, optim, random } from '../tensor/index.js'
import { defineTask } from '../training/task.js'
import { leastSquares } from './least-squares.js'

const samples = 256
const features = 8

/** y = x·w + b with noise: small, fixed, and the same whatever the run's seed, so that its answer is known. */
function problem(): { x: Float32Array; y: Float32Array } {
  const stream = new random.RandomStream({ seed: 20240, use: 'linear' })
  const weights = Array.from({ length: features }, () => stream.number(-2, 2))
  const x = Float32Array.from({ length: samples * features }, () => stream.number(-1, 1))
  const y = Float32Array.from({ length: samples }, (_, row) => {
    const exact = weights.reduce((sum, weight, column) => sum + weight * x[row * features + column]!, 0.5)
    return exact + stream.number(-0.05, 0.05)
  })
  return { x, y }
}

// Weights, then the bias: what training must converge to.
const answer = (() => {
  const { x, y } = problem()
  return leastSquares(x, y, features)
})()

/**
 * Linear regression, whose answer is known in closed form. `evaluate` reports `distance`: the largest difference
 * between the model's weights and the least-squares solution. It goes to about 1e-6 within the default 400 steps
 * of full-batch gradient descent.
 */
export default defineTask({
  name: 'linear',
  options: { lr: 0.5 },
  model: () => nn.linear(features, 1),
  optimizer: (parameters, { lr }) => optim.sgd(parameters, { lr }),
  data: () => {
    const { x, y } = problem()
    const columns = { x: { data: x, shape: [features] }, y: { data: y, shape: [1] } }
    return datasets.tensors({ train: columns, test: columns })
  },
  batch: samples,
  steps: 400,
  loss: (model, { x, y }) => F.mseLoss(model.forward(x), y),
  evaluate: (model, { x, y }) => {
    const found = model.parameters().flatMap((parameter) => Array.from(parameter.toTypedArray(), Number))
    const distance = Math.max(...found.map((value, i) => Math.abs(value - answer[i]!)))
    return { loss: F.mseLoss(model.forward(x), y), distance }
  },
})

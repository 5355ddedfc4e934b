import { defineTask, F, nn, optim } from 'troupe'
import { samples } from './samples.js'

/** The 784-256-10 perceptron of bench/peers/common.py. */
export default defineTask({
  name: 'bench-mlp',
  model: () => nn.sequential(nn.linear(784, 256), nn.relu(), nn.linear(256, 10)),
  optimizer: (parameters) => optim.adam(parameters, { lr: 1e-3 }),
  data: () => samples([784]),
  batch: 128,
  loss: (model, { x, y }) => F.crossEntropy(model.forward(x), y),
})

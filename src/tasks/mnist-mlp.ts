import { datasets } from '../data/index.js'
import { F, nn, optim } from '../tensor/index.js'
import { defineTask } from '../training/task.js'

/** MNIST with a perceptron 784-256-10 and ReLU. Needs `--data` with the four IDX files, plain or gzip. */
export default defineTask({
  name: 'mnist-mlp',
  options: { lr: 1e-3, optimizer: 'adam' },
  model: () => nn.sequential(nn.flatten(), nn.linear(784, 256), nn.relu(), nn.linear(256, 10)),
  optimizer: (parameters, { lr, optimizer }) =>
    optimizer === 'sgd' ? optim.sgd(parameters, { lr, momentum: 0.9 }) : optim.adam(parameters, { lr }),
  data: ({ dir }) => datasets.mnist(dir),
  batch: 128,
  evaluationBatch: 500,
  loss: (model, { x, y }) => F.crossEntropy(model.forward(x), y),
  evaluate: (model, { x, y }) => ({ accuracy: F.accuracy(model.forward(x), y) }),
})

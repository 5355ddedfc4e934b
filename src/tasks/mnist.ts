import { datasets } from '../data/index.js'
import { F, nn, optim } from '../tensor/index.js'
import { defineTask } from '../training/task.js'

/**
 * MNIST with the network of PyTorch's example without its dropout: conv 32 and conv 64, both 3×3 without padding,
 * ReLU, 2×2 max-pool, linear 128, ReLU, linear 10. Needs `--data` with the four IDX files, plain or gzip.
 */
export default defineTask({
  name: 'mnist',
  options: { lr: 1e-3, optimizer: 'adam' },
  model: () =>
    nn.sequential(
      nn.conv2d(1, 32, 3),
      nn.relu(),
      nn.conv2d(32, 64, 3),
      nn.relu(),
      nn.maxPool2d(2),
      nn.flatten(),
      nn.linear(64 * 12 * 12, 128),
      nn.relu(),
      nn.linear(128, 10),
    ),
  optimizer: (parameters, { lr, optimizer }) =>
    optimizer === 'sgd' ? optim.sgd(parameters, { lr, momentum: 0.9 }) : optim.adam(parameters, { lr }),
  data: ({ dir }) => datasets.mnist(dir),
  batch: 128,
  evaluationBatch: 500,
  loss: (model, { x, y }) => F.crossEntropy(model.forward(x), y),
  evaluate: (model, { x, y }) => ({ accuracy: F.accuracy(model.forward(x), y) }),
})

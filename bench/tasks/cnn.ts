import { defineTask, F, nn, optim } from 'troupe'
import { samples } from './samples.js'

/** The convolutional network of bench/peers/common.py: conv 32, conv 64, max-pool, linear 128, linear 10. */
export default defineTask({
  name: 'bench-cnn',
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
  optimizer: (parameters) => optim.adam(parameters, { lr: 1e-3 }),
  data: () => samples([1, 28, 28]),
  batch: 128,
  loss: (model, { x, y }) => F.crossEntropy(model.forward(x), y),
})

import { readFileSync } from 'node:fs'
import test from 'ava'
import { F, nn, noGrad, optim, type Tensor, tidy } from '../../src/tensor/index.js'
import { formula } from './support/formula.js'

const reference: Record<string, number[]> = JSON.parse(
  readFileSync(new URL('../../../test/tensor/reference/losses.json', import.meta.url), 'utf8'),
)
const batches = 50

const models = {
  mlp: {
    batch: 16,
    shape: [784],
    make: () => nn.sequential(nn.linear(784, 256), nn.relu(), nn.linear(256, 10)),
  },
  cnn: {
    batch: 16,
    shape: [1, 28, 28],
    make: () =>
      nn.sequential(
        nn.conv2d(1, 32, 3),
        nn.relu(),
        nn.conv2d(32, 64, 3),
        nn.relu(),
        nn.maxPool2d(2),
        nn.flatten(),
        nn.linear(9216, 128),
        nn.relu(),
        nn.linear(128, 10),
      ),
  },
}
const optimizers = {
  sgd: (parameters: nn.Parameter[]) => optim.sgd(parameters, { lr: 0.003, momentum: 0.9 }),
  adam: (parameters: nn.Parameter[]) => optim.adam(parameters, { lr: 1e-3 }),
}

function train(
  model: nn.Sequential,
  optimizer: optim.Optimizer,
  x: Tensor,
  y: Tensor,
  steps: number,
): number[] {
  for (const [seed, parameter] of model.parameters().entries()) {
    const fanIn = parameter.shape.slice(1).reduce((product, size) => product * size, 1)
    const bound = 1 / Math.sqrt(parameter.dim > 1 ? fanIn : parameter.size(0))
    noGrad(() => tidy(() => parameter.copy_(formula(parameter.shape, 'float32', 1 + seed, -bound, bound))))
  }
  return Array.from({ length: steps }, (_, step) =>
    tidy(() => {
      optimizer.zeroGrad()
      const at = step % batches
      const loss = F.crossEntropy(model.forward(x.select(0, at)), y.select(0, at), null, -100, 'mean', 0.1)
      loss.backward()
      optimizer.step()
      return loss.item()
    }),
  )
}

for (const [name, { batch, shape, make }] of Object.entries(models)) {
  for (const [kind, optimizer] of Object.entries(optimizers)) {
    test(`100 losses of the ${name} with ${kind} agree with PyTorch's to 1e-4`, (t) => {
      const expected = reference[`${name}-${kind}`]!
      const y = formula([batches, batch], 'int64', 101, 0, 10)
      const patterns = formula([10, ...shape], 'float32', 102, -1, 1)
      const noise = formula([batches, batch, ...shape], 'float32', 100, -0.5, 0.5)
      const x = patterns
        .indexSelect(0, y.flatten())
        .reshape(batches, batch, ...shape)
        .add(noise)
      const model = make()
      const losses = train(model, optimizer(model.parameters()), x, y, expected.length)
      const worst = Math.max(...losses.map((loss, k) => Math.abs(loss / expected[k]! - 1)))
      t.log(`largest relative difference: ${worst.toExponential(1)}`)
      t.true(worst <= 1e-4, `${worst}`)
    })
  }
}

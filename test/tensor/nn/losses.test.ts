import { readFileSync } from 'node:fs'
import test from 'ava'
import { F, nn, noGrad, optim, type Tensor, tidy } from '../../../src/tensor/index.js'
import { formula } from '../support/formula.js'
import { LSTMModel, TransformerModel } from '../support/language-models.js'
import { agree, losses, nextByte, recorded, start } from '../support/training.js'

test("100 losses of a CNN with batch norm, and its running statistics, agree with PyTorch's to 1e-4", (t) => {
  const model = start(
    nn.sequential(
      nn.conv2d(1, 8, 3, { padding: 1 }),
      nn.batchNorm2d(8),
      nn.relu(),
      nn.maxPool2d(2),
      nn.conv2d(8, 16, 3, { bias: false }),
      nn.batchNorm2d(16),
      nn.relu(),
      nn.adaptiveAvgPool2d(4),
      nn.flatten(),
      nn.linear(256, 10),
    ),
  )
  const batches = 50
  const y = formula([batches, 16], 'int64', 101, 0, 10)
  const x = formula([10, 1, 16, 16], 'float32', 102, -1, 1)
    .indexSelect(0, y.flatten())
    .reshape(batches, 16, 1, 16, 16)
    .add(formula([batches, 16, 1, 16, 16], 'float32', 100, -0.5, 0.5))
  const loss = (at: number, smoothing: number): Tensor =>
    F.crossEntropy(model.forward(x.select(0, at)), y.select(0, at), null, -100, 'mean', smoothing)
  const optimizer = optim.sgd(model.parameters(), { lr: 0.005, momentum: 0.9 })
  agree(
    t,
    losses(100, optimizer, (step) => loss(step % batches, 0.1)),
    recorded.norm,
  )
  model.eval()
  agree(t, [noGrad(() => tidy(() => loss(0, 0).item()))], [recorded['norm-evaluation']])
})

/** Text that every checkout has. */
const license = readFileSync(new URL('../../../../LICENSE', import.meta.url))

for (const [name, Model] of Object.entries({ lstm: LSTMModel, transformer: TransformerModel })) {
  test(`100 losses of a language model, ${name}, agree with PyTorch's to 1e-4`, (t) => {
    const model = start(new Model())
    const optimizer = optim.adam(model.parameters(), { lr: 1e-3 })
    agree(t, losses(100, optimizer, nextByte(license, model)), recorded[`${name}-license`])
  })
}

import test from 'ava'
import {
  autocast,
  autocastPrecision,
  checkpoint,
  F,
  nn,
  optim,
  random,
  type Tensor,
  tensor,
} from '../../src/tensor/index.js'

const build = () =>
  random.run({ seed: 3 }, () => nn.sequential(nn.linear(16, 32), nn.gelu(), nn.linear(32, 4)))
const x = tensor(
  Array.from({ length: 8 }, (_, i) => Array.from({ length: 16 }, (_, k) => Math.sin(i + 3 * k))),
)
const y = tensor([0, 1, 2, 3, 0, 1, 2, 3], { dtype: 'int64' })

test('products are bfloat16 and losses float32, gradients as the parameters', (t) => {
  const model = build()
  const { scores, loss } = autocast('bf16', () => {
    t.is(autocastPrecision(), 'bf16')
    const scores = model.forward(x)
    return { scores, loss: F.crossEntropy(scores, y) }
  })
  t.is(autocastPrecision(), undefined)
  t.is(scores.dtype, 'bfloat16')
  t.is(loss.dtype, 'float32')
  loss.backward()
  const plain = build()
  const expected = F.crossEntropy(plain.forward(x), y)
  expected.backward()
  t.true(Math.abs(loss.item() - expected.item()) < 0.02)
  t.not(loss.item(), expected.item())
  const others = plain.parameters()
  for (const [i, parameter] of model.parameters().entries()) {
    const gradient = parameter.grad!
    t.is(gradient.dtype, 'float32')
    const off = gradient.sub(others[i]!.grad!).abs().max() as Tensor
    t.true(off.item() < 0.02)
  }
})

test('it nests, is undone by errors, and refuses what there is not', (t) => {
  autocast('bf16', () => {
    t.throws(() =>
      autocast('bf16', () => {
        throw new RangeError('stop')
      }),
    )
    t.is(build().forward(x).dtype, 'bfloat16')
  })
  t.is(build().forward(x).dtype, 'float32')
  t.throws(() => autocast('fp16', () => {}), { code: 'ERR_TENSOR_OPERATION', message: /use 'bf16'/ })
  t.throws(() => autocast('fp8' as never, () => {}), { code: 'ERR_TENSOR_ARGUMENT' })
  t.is(autocastPrecision(), undefined)
})

test('a checkpointed part is computed again in the same precision', (t) => {
  const gradients = (checkpointed: boolean) => {
    const model = build()
    const loss = autocast('bf16', () =>
      F.crossEntropy(checkpointed ? checkpoint(model, x) : model.forward(x), y),
    )
    loss.backward()
    return model.parameters().map((each) => each.grad!.toArray())
  }
  t.deepEqual(gradients(true), gradients(false))
})

test('a scaler multiplies the loss, skips steps that are not finite, and grows again', (t) => {
  const p = nn.parameter(tensor([1]))
  const optimizer = optim.sgd([p], { lr: 1 })
  const scaler = optim.gradScaler({ initial: 8, growthInterval: 2 })
  const step = (factor: number) => {
    optimizer.zeroGrad()
    scaler.scale(p.mul(factor).sum()).backward()
    const made = scaler.step(optimizer)
    scaler.update()
    return made
  }
  t.true(step(0.25))
  t.is(p.item(), 0.75, 'the gradient is divided again')
  t.is(scaler.factor, 8)
  t.true(step(0.25))
  t.is(scaler.factor, 16)
  t.false(step(Number.POSITIVE_INFINITY))
  t.is(p.item(), 0.5)
  t.is(scaler.factor, 8)
  t.true(step(0.25))
  const again = optim.gradScaler({ initial: 1 })
  again.loadStateDict(JSON.parse(JSON.stringify(scaler.stateDict())))
  t.throws(() => again.loadStateDict({} as never), { code: 'ERR_TENSOR_ARGUMENT' })
  t.deepEqual(again.stateDict(), scaler.stateDict())
  t.throws(() => optim.gradScaler({ initial: 0 }), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('the factor changes after all optimizers have stepped, not between them', (t) => {
  const parameters = [nn.parameter(tensor([1])), nn.parameter(tensor([1]))] as const
  const [first, second] = parameters.map((each) => optim.sgd([each], { lr: 1 }))
  const scaler = optim.gradScaler({ initial: 8, growthInterval: 1 })
  t.throws(() => scaler.update(), { code: 'ERR_TENSOR_ARGUMENT', message: /step\(\)/ })
  scaler
    .scale(parameters[0].mul(Number.POSITIVE_INFINITY).sum().add(parameters[1].mul(0.25).sum()))
    .backward()
  t.false(scaler.step(first!))
  t.true(scaler.step(second!))
  t.is(parameters[1].item(), 0.75)
  t.is(scaler.factor, 8)
  t.throws(() => scaler.step(second!), { code: 'ERR_TENSOR_ARGUMENT', message: /update\(\)/ })
  scaler.update()
  t.is(scaler.factor, 4)
})

test('gradients can be unscaled before the step, to clip them', (t) => {
  const p = nn.parameter(tensor([1]))
  const optimizer = optim.sgd([p], { lr: 1 })
  const scaler = optim.gradScaler({ initial: 4 })
  scaler.scale(p.mul(3).sum()).backward()
  t.is(p.grad!.item(), 12)
  scaler.unscale(optimizer)
  t.is(p.grad!.item(), 3)
  optim.clipGradNorm([p], 1)
  t.true(scaler.step(optimizer))
  t.true(Math.abs(p.item()) < 1e-5)
  t.throws(
    () => {
      scaler.scale(p.mul(3).sum()).backward()
      scaler.unscale(optimizer)
      scaler.unscale(optimizer)
    },
    { code: 'ERR_TENSOR_ARGUMENT' },
  )
})

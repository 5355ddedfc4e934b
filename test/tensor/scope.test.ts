import test from 'ava'
import {
  autocast,
  enableGrad,
  F,
  isGradEnabled,
  memory,
  nn,
  noGrad,
  optim,
  Scope,
  type Tensor,
  tensor,
  tidy,
  zeros,
} from '../../src/tensor/index.js'

test.serial('tidy frees what its function made, except what it returns', (t) => {
  const before = memory().tensors
  const { kept, list } = tidy(() => {
    const a = tensor([1, 2])
    const b = a.add(1).mul(2)
    return { kept: b, list: [a.sum()], map: new Map([['x', 1]]) }
  })
  t.deepEqual(kept.toArray(), [4, 6])
  t.is(memory().tensors, before + 2)
  kept.dispose()
  list[0]!.dispose()
  t.is(memory().tensors, before)
})

test.serial('what an inner tidy returns belongs to the outer one', (t) => {
  const before = memory().tensors
  tidy(() => {
    const inner = tidy(() => tensor([1]).add(1))
    t.deepEqual(inner.toArray(), [2])
  })
  t.is(memory().tensors, before)
})

test.serial('tidy frees when its function throws', (t) => {
  const before = memory().tensors
  t.throws(() => tidy(() => zeros([2]).add(zeros([3]) as Tensor)), { code: 'ERR_TENSOR_OPERATION' })
  t.is(memory().tensors, before)
})

test.serial('tidy, noGrad and autocast refuse an asynchronous function', (t) => {
  for (const hold of [tidy, noGrad, enableGrad, <R>(fn: () => R) => autocast('bf16', fn)])
    t.throws(() => hold(async () => zeros([2])), { code: 'ERR_TENSOR_SCOPE' })
  t.true(isGradEnabled())
})

test.serial('using frees tensors and scopes at the end of the block', (t) => {
  const before = memory().tensors
  {
    using scope = new Scope()
    using a = tensor([1, 2])
    a.add(1)
    t.truthy(scope)
    t.is(memory().tensors, before + 2)
  }
  t.is(memory().tensors, before)
})

test.serial('disposing an outer scope closes the inner ones', (t) => {
  const before = memory().tensors
  const outer = new Scope()
  const inner = new Scope()
  zeros([2])
  outer.dispose()
  inner.dispose()
  t.is(memory().tensors, before)
  const after = zeros([1])
  t.false(after.disposed)
  after.dispose()
})

test.serial('keep() carries a tensor out of its scope', (t) => {
  const scope = new Scope()
  const kept = scope.keep(zeros([2]).add(1))
  scope.dispose()
  t.deepEqual(kept.toArray(), [1, 1])
  kept.dispose()
})

test.serial('parameters and optimizer state outlive the scope they were made in', (t) => {
  const { model, optimizer } = tidy(() => {
    const model = nn.linear(3, 2)
    const optimizer = optim.adam(model.parameters())
    model
      .forward(zeros([1, 3]))
      .sum()
      .backward()
    optimizer.step()
    return { model, optimizer }
  })
  tidy(() => {
    F.mseLoss(model.forward(zeros([1, 3])), zeros([1, 2])).backward()
    optimizer.step()
  })
  t.is(model.weight.toTypedArray().length, 6)
})

test.serial('use after dispose is a named error, also through another method and as an operand', (t) => {
  const gone = tensor([1, 2])
  gone.dispose()
  gone.dispose()
  t.true(gone.disposed)
  for (const use of [
    () => gone.add(1),
    () => tensor([1]).mul(gone),
    () => gone.shape,
    () => gone.dtype,
    () => gone.item(),
    () => gone.toArray(),
    () => gone.backward(),
    () => gone.fill_(1),
  ]) {
    t.throws(use, { code: 'ERR_TENSOR_DISPOSED', name: 'TensorDisposedError' })
  }
})

test.serial('memory counts a storage once however many views it has', (t) => {
  const before = memory()
  const scope = new Scope()
  const a = zeros([1000])
  a.view(10, 100)
  a.narrow(0, 5, 5)
  const now = memory()
  t.is(now.tensors - before.tensors, 3)
  t.is(now.bytes - before.bytes, 4000)
  scope.dispose()
})

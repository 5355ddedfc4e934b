import test from 'ava'
import {
  backward,
  checkpoint,
  defineFunction,
  detectAnomaly,
  F,
  grad,
  gradcheck,
  isGradEnabled,
  memory,
  nn,
  noGrad,
  random,
  type Tensor,
  type TensorAnomalyError,
  tensor,
  tidy,
} from '../../src/tensor/index.js'

const leaf = (values: number[], dtype: 'float32' | 'float64' = 'float32') =>
  tensor(values, { dtype, requiresGrad: true })

test('grad gives gradients without touching .grad, and second ones with createGraph', (t) => {
  const x = leaf([2, 3])
  const [slope] = grad(x.mul(x).mul(x).sum(), [x], { createGraph: true })
  t.deepEqual(slope!.toArray(), [12, 27])
  t.true(slope!.requiresGrad)
  const [curvature] = grad(slope!.sum(), [x])
  t.deepEqual(curvature!.toArray(), [12, 18])
  t.false(curvature!.requiresGrad)
  t.is(x.grad, null)
})

test('grad takes start gradients, and says which input was not used', (t) => {
  const x = leaf([1, 2])
  const unused = leaf([1])
  const y = x.mul(x)
  t.deepEqual(grad(y, [x], { gradOutputs: tensor([1, 10]), retainGraph: true })[0]!.toArray(), [2, 40])
  t.deepEqual(
    grad([y.sum(), x.sum()], [x], { gradOutputs: [null, tensor(3)], retainGraph: true })[0]!.toArray(),
    [5, 7],
  )
  t.throws(() => grad(y, [x]), { code: 'ERR_TENSOR_OPERATION', message: /one element/ })
  t.throws(() => grad(y.sum(), [x, unused], { retainGraph: true }), { message: /allowUnused: true/ })
  t.is(grad(y.sum(), [x, unused], { allowUnused: true })[1], null)
  t.throws(() => grad(y.sum(), [x]), { code: 'ERR_TENSOR_OPERATION', message: /retainGraph/ })
  t.throws(() => grad([y], [x], { gradOutputs: [] }), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('backward starts from several tensors at once', (t) => {
  const x = leaf([1, 2])
  backward([x.mul(x).sum(), x.mul(2)], [null, tensor([1, 3])])
  t.deepEqual(x.grad!.toArray(), [4, 10])
})

test('a hook sees a gradient, may replace it, and can be removed', (t) => {
  const x = leaf([1, 2])
  const seen: unknown[] = []
  const y = x.mul(3)
  const handle = y.registerHook((gradient) => {
    seen.push(gradient.toArray())
    return gradient.mul(10)
  })
  const watching = x.registerHook((gradient) => void seen.push(gradient.toArray()))
  y.sum().backward(null, { retainGraph: true })
  t.deepEqual(seen, [
    [1, 1],
    [30, 30],
  ])
  t.deepEqual(x.grad!.toArray(), [30, 30])
  handle.remove()
  watching.remove()
  y.sum().backward()
  t.deepEqual(x.grad!.toArray(), [33, 33])
  t.is(seen.length, 2)
  t.throws(() => tensor([1]).registerHook(() => {}), { code: 'ERR_TENSOR_OPERATION' })
})

test('what a hook throws, backward() throws, and all goes on afterwards', (t) => {
  const x = leaf([1])
  const hook = x.registerHook(() => {
    throw new RangeError('from the hook')
  })
  t.throws(() => x.mul(2).backward(), { instanceOf: RangeError, message: 'from the hook' })
  hook.remove()
  x.grad = null
  x.mul(2).backward()
  t.is(x.grad!.item(), 2)
})

test('JavaScript called by backward() computes with denormals as everywhere', (t) => {
  const x = leaf([1])
  let product = 0
  x.registerHook(() => {
    product = 5e-324 * Math.round(1 + x.size(0) / 1e9)
  })
  x.mul(2).backward()
  t.is(product, 5e-324)
})

const cube = defineFunction({
  name: 'cube',
  forward: (context, x: Tensor) => {
    context.save(x)
    return x.mul(x).mul(x)
  },
  backward: ({ saved: [x] }, slope) => slope.mul(x!.mul(x!).mul(3)),
})

test('a function with a backward of its own has gradients of both orders, as differences say', (t) => {
  const x = leaf([0.5, -1.25, 2], 'float64')
  t.is(gradcheck(cube, [x]), undefined)
  const [slope] = grad(cube(x).sum(), [x], { createGraph: true })
  t.deepEqual(grad(slope!.sum(), [x])[0]!.toArray(), [3, -7.5, 12])
  t.false(noGrad(() => cube(x)).requiresGrad)
  t.false(cube(tensor([1])).requiresGrad)
})

test('gradcheck names what a wrong backward gets most wrong', (t) => {
  const wrong = defineFunction({
    forward: (context, x: Tensor, y: Tensor) => {
      context.save(x, y)
      return x.mul(y)
    },
    backward: ({ saved: [x, y] }, slope) => [slope.mul(y!), slope.mul(x!).mul(1.5)],
  })
  const x = leaf([1, 2], 'float64')
  const y = leaf([3, 4], 'float64')
  const found = gradcheck(wrong, [x, y])!
  t.is(found.input, 1)
  t.is(found.element, 1)
  t.true(Math.abs(found.analytical / found.numerical - 1.5) < 1e-6)
  t.deepEqual(y.toArray(), [3, 4], 'the inputs are as before')
  t.throws(() => gradcheck(cube, [leaf([1])]), { code: 'ERR_TENSOR_ARGUMENT', message: /float64/ })
  t.throws(() => gradcheck(cube, [tensor([1])]), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('a function may have several results, saved results, arguments that are no tensors, and state', (t) => {
  const flags: boolean[][] = []
  const both = defineFunction({
    name: 'both',
    forward: (context, x: Tensor, factor: number, y: Tensor) => {
      const root = x.sqrt()
      context.save(root)
      context.state = factor
      return [root, y.mul(factor)]
    },
    backward: (context, ofRoot, ofProduct) => {
      flags.push([...context.needed])
      const [root] = context.saved
      return [ofRoot!.div(root!.mul(2)), null, ofProduct!.mul(context.state as number)]
    },
  })
  const x = leaf([4, 9])
  const [root, product] = both(x, 5, tensor([1, 1])) as readonly Tensor[]
  t.deepEqual(root!.toArray(), [2, 3])
  // The other result takes no part: its gradient is zeros.
  root!.sum().backward(null, { retainGraph: true })
  t.deepEqual(x.grad!.toArray(), [0.25, 0.1666666716337204])
  t.deepEqual(flags, [[true, false, false]])
  const y = leaf([1, 2])
  const [, other] = both(x, 5, y) as readonly Tensor[]
  other!.sum().backward()
  t.deepEqual(y.grad!.toArray(), [5, 5])
  t.true(product!.requiresGrad)
})

test('a wrong backward is an error of backward() that names the function', (t) => {
  const few = defineFunction({
    name: 'few',
    forward: (_c, x: Tensor, _y: number) => x.mul(2),
    backward: (_c, g) => g,
  })
  t.throws(() => few(leaf([1]), 1).backward(), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /^few.*1 gradients for 2/,
  })
  const shape = defineFunction({
    name: 'shape',
    forward: (_context, x: Tensor) => x.mul(2),
    backward: (_context, slope) => slope.narrow(0, 0, 2),
  })
  t.throws(
    () =>
      shape(leaf([1, 2, 3]))
        .sum()
        .backward(),
    {
      code: 'ERR_TENSOR_OPERATION',
      message: /shape/,
    },
  )
  const used = cube(leaf([1]))
  used.backward()
  t.throws(() => used.backward(), { code: 'ERR_TENSOR_OPERATION', message: /retainGraph/ })
})

test('functions and hooks leave nothing behind', (t) => {
  const x = leaf([1, 2])
  const once = () =>
    tidy(() => {
      const y = cube(x)
      y.registerHook((gradient) => gradient.mul(2))
      y.sum().backward()
      x.grad = null
    })
  once()
  const { tensors } = memory()
  for (let k = 0; k < 50; k++) once()
  t.is(memory().tensors, tensors)
})

test('a checkpointed part has the bits of the plain one, with dropout and batch statistics', (t) => {
  const build = () =>
    random.run({ seed: 5 }, () => {
      const part = nn.sequential(nn.linear(4, 8), nn.batchNorm1d(8), nn.dropout(0.5), nn.linear(8, 4))
      return { part, head: nn.linear(4, 1) }
    })
  const run = (checkpointed: boolean) => {
    const { part, head } = build()
    const x = tensor(Array.from({ length: 6 }, (_, i) => [i, Math.sin(i), 1, i / 7]))
    const loss = random.run({ seed: 9 }, () => {
      const middle = checkpointed ? checkpoint(part, x) : part.forward(x)
      return F.dropout(head.forward(middle), 0.25).sum()
    })
    loss.backward()
    const all = [...part.parameters(), ...head.parameters()].map((each) => each.grad!.toArray())
    const buffers = [...part.namedBuffers()].map(([name, each]) => [name, each.toArray()])
    return { loss: loss.item(), all, buffers }
  }
  t.deepEqual(run(true), run(false))
})

test('a checkpointed part keeps nothing of what it computes until its backward', (t) => {
  let calls = 0
  const part = (x: Tensor) => {
    calls++
    t.is(isGradEnabled(), calls > 1)
    return x.exp().exp().mul(2)
  }
  const x = leaf([0.5, 1])
  const y = checkpoint(part, x)
  t.is(calls, 1)
  y.sum().backward()
  t.is(calls, 2)
  const plain = leaf([0.5, 1])
  plain.exp().exp().mul(2).sum().backward()
  t.deepEqual(x.grad!.toArray(), plain.grad!.toArray())
  t.throws(() => grad(checkpoint((x: Tensor) => x.exp(), x).sum(), [x]), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /backward\(\) only/,
  })
})

test('anomaly mode names the line whose backward gave a NaN', (t) => {
  const error = t.throws(
    () =>
      detectAnomaly(() => {
        const x = leaf([0, 1])
        const y = x.sqrt().mul(0)
        y.sum().backward()
      }),
    { code: 'ERR_TENSOR_ANOMALY' },
  ) as Error & { site: string; node: string }
  t.regex(error.node, /^SqrtBackward/)
  t.regex(error.site, /^\/.*differentiation\.test\.(js|ts):\d+$/)
  const x = leaf([0, 1])
  t.notThrows(() => x.sqrt().mul(0).sum().backward())
  t.notThrows(() => detectAnomaly(() => leaf([4]).sqrt().backward()))
})

test('anomaly mode names the line of the operation, not of a later one, and none for what came before it', (t) => {
  const lineOf = (fn: () => void) => {
    const { site } = t.throws(fn, { code: 'ERR_TENSOR_ANOMALY' }) as TensorAnomalyError
    return site === undefined ? undefined : Number(/:(\d+)$/.exec(site)![1])
  }
  const x = leaf([0, 1])
  let here = 0
  const found = lineOf(() =>
    detectAnomaly(() => {
      here = lineHere()
      const root = x.sqrt()
      // What is inside another detectAnomaly() is in this one too.
      const y = detectAnomaly(() => root.mul(0))
      y.sum().backward()
    }),
  )
  t.is(found, here + 1)
  const early = x.sqrt().mul(0)
  t.is(
    lineOf(() => detectAnomaly(() => early.sum().backward())),
    undefined,
  )
})

/** Of the caller, in the source: stacks are mapped. */
const lineHere = () => Number(/:(\d+):\d+\)?$/.exec(new Error().stack!.split('\n')[2]!)![1])

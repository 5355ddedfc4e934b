import test from 'ava'
import {
  arange,
  blockDiag,
  broadcastTensors,
  cat,
  einsum,
  eye,
  fromShared,
  full,
  ones,
  type Tensor,
  TensorOperationError,
  tensor,
  where,
  zeros,
} from '../../src/tensor/index.js'

test('numbers become float32, bigints int64, booleans bool, typed arrays keep their dtype', (t) => {
  t.is(
    tensor([
      [1, 2],
      [3, 4],
    ]).dtype,
    'float32',
  )
  t.is(tensor(2.5).dim, 0)
  t.is(tensor([1n, -2n]).dtype, 'int64')
  t.is(tensor([true, false]).dtype, 'bool')
  t.is(tensor(new Float64Array(2)).dtype, 'float64')
  t.is(tensor(new Int32Array(2)).dtype, 'int32')
  t.is(tensor(new Uint8Array(2)).dtype, 'uint8')
  t.deepEqual(tensor(new Float32Array(6), { shape: [2, 3] }).shape, [2, 3])
  t.deepEqual(tensor([1.7, -1.7], { dtype: 'int32' }).toArray(), [1, -1])
  t.deepEqual(tensor([0, 2], { dtype: 'bool' }).toArray(), [false, true])
  t.deepEqual(tensor(new Float32Array([1, 2]), { dtype: 'int64' }).toArray(), [1, 2])
  t.deepEqual(tensor([1, 0.5], { dtype: 'bfloat16' }).toArray(), [1, 0.5])
})

test('integers that a dtype or a number cannot hold are refused, and bigints are kept to the last digit', (t) => {
  const exact = 2n ** 53n + 1n
  const last = (x: Tensor) => x.toTypedArray().at(-1)
  for (const made of [
    tensor([exact]),
    tensor([exact], { dtype: 'int64' }),
    full([2], exact, { dtype: 'int64' }),
    zeros([2], { dtype: 'int64' }).add(exact),
    tensor([1n]).mul(exact),
    zeros([1], { dtype: 'int64' }).fill_(exact),
    zeros([1], { dtype: 'int64' }).maskedFill(tensor([true]), exact),
    tensor([5n, 0n]).clampMin(exact),
    where(tensor([false]), tensor([1n]), exact),
  ])
    t.is(last(made), exact)
  t.is(last(tensor([2n ** 53n]).lt(exact)), 1)
  t.is(last(zeros([1]).add(exact)), 2 ** 53, 'a float takes a bigint as it takes a number')

  const int64 = zeros([1], { dtype: 'int64' })
  for (const lossy of [2 ** 53, -(2 ** 60)]) {
    for (const make of [
      () => tensor([lossy], { dtype: 'int64' }),
      () => full([1], lossy, { dtype: 'int64' }),
      () => int64.add(lossy),
      () => int64.lt(lossy),
      () => int64.clamp(null, lossy),
      () => int64.fill_(lossy),
    ])
      t.throws(make, { code: 'ERR_TENSOR_ARGUMENT', message: /bigint/ })
  }
  t.throws(() => int64.add(2n ** 63n), { code: 'ERR_TENSOR_ARGUMENT', message: /at most 64 bits/ })
  t.throws(() => tensor([2n ** 63n]), { code: 'ERR_TENSOR_ARGUMENT', message: /does not fit into int64/ })
  // What no int64 can be is a float, and floats lose nothing that they had.
  t.is(int64.add(1e20).dtype, 'float32')
  t.is(last(int64.lt(Infinity)), 1)
  t.is(last(zeros([1]).maskedFill(tensor([true]), -1e17)), Math.fround(-1e17))

  t.deepEqual(tensor([2 ** 31 - 1, -(2 ** 31)], { dtype: 'int32' }).toArray(), [2 ** 31 - 1, -(2 ** 31)])
  t.deepEqual(tensor([-1, 255.5], { dtype: 'uint8' }).toArray(), [255, 255], 'as PyTorch')
  for (const [value, dtype] of [
    [2 ** 31, 'int32'],
    [-(2 ** 31) - 1, 'int32'],
    [Number.NaN, 'int32'],
    [256, 'uint8'],
    [-256, 'uint8'],
    [2n ** 40n, 'int32'],
  ] as const)
    t.throws(() => tensor([value], { dtype }), {
      code: 'ERR_TENSOR_ARGUMENT',
      message: new RegExp(`${value} does not fit into ${dtype}`),
    })
})

test('an empty list is a tensor without elements', (t) => {
  const empty = tensor([])
  t.deepEqual([...empty.shape], [0])
  t.deepEqual(empty.toArray(), [])
  t.is(empty.sum().item(), 0)
  t.deepEqual(tensor([[], []]).shape, [2, 0])
})

test('ragged rows and shapes that do not fit are refused', (t) => {
  for (const make of [
    () => tensor([[1, 2], [3]]),
    () => tensor([1, [2]] as never),
    () => tensor([[1], 2] as never),
    () => tensor(new Float32Array(3), { shape: [2, 2] }),
    () => tensor(new Float32Array(3), { shape: [-3] }),
    () => tensor(new Float32Array(3), { shape: [2 ** 40, 2 ** 40] }),
    () => zeros([2, 0.5]),
    () => zeros([2], { dtype: 'float8' as never }),
    () => full([2], 'x' as never),
  ]) {
    t.throws(make, { code: 'ERR_TENSOR_ARGUMENT' })
  }
})

test('sizes that overflow or are negative end in an error, not in an abort', (t) => {
  for (const make of [
    () => zeros([2 ** 40, 2 ** 40]),
    () => zeros([-1]),
    () => zeros([2 ** 52]),
    () => ones([2, -3]),
  ]) {
    const error = t.throws(make)
    t.regex((error as { code?: string }).code ?? '', /^ERR_TENSOR_(OPERATION|MEMORY|ARGUMENT)$/)
  }
})

test('creation functions', (t) => {
  t.deepEqual(zeros([2]).toArray(), [0, 0])
  t.deepEqual(ones([2], { dtype: 'int64' }).toTypedArray(), BigInt64Array.of(1n, 1n))
  t.deepEqual(full([1, 2], 2.5).toArray(), [[2.5, 2.5]])
  t.deepEqual(arange(3).toTypedArray(), BigInt64Array.of(0n, 1n, 2n))
  t.deepEqual(arange(0, 1, 0.25).toArray(), [0, 0.25, 0.5, 0.75])
  t.deepEqual(arange(1, 4, 1, { dtype: 'float32' }).toArray(), [1, 2, 3])
  t.deepEqual(eye(2).toArray(), [
    [1, 0],
    [0, 1],
  ])
  t.true(zeros([1], { requiresGrad: true }).requiresGrad)
})

test('shared memory is aliased: both sides see writes', (t) => {
  const view = new Float32Array(new SharedArrayBuffer(16))
  const alias = fromShared(view, [2, 2])
  view[3] = 5
  t.is(alias.select(0, 1).select(0, 1).item(), 5)
  alias.fill_(2)
  t.deepEqual([...view], [2, 2, 2, 2])
  const labels = new BigInt64Array(new SharedArrayBuffer(16))
  labels[1] = 3n
  t.deepEqual(fromShared(labels).toArray(), [0, 3])
  t.is(fromShared(new Uint8Array(new SharedArrayBuffer(4)), [4], 'bool').dtype, 'bool')
  t.throws(() => fromShared(new Float32Array(4)), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /SharedArrayBuffer/,
  })
  t.throws(() => fromShared(view, [5]), { code: 'ERR_TENSOR_ARGUMENT' })
})

test('reading back: item, nested arrays, typed arrays of views', (t) => {
  const a = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
  t.deepEqual(a.t().toArray(), [
    [1, 4],
    [2, 5],
    [3, 6],
  ])
  t.deepEqual(a.t().toTypedArray(), Float32Array.of(1, 4, 2, 5, 3, 6))
  t.is(tensor([[7]]).item(), 7)
  t.is(tensor([true]).item(), 1)
  t.throws(() => a.item(), { code: 'ERR_TENSOR_ARGUMENT' })
  t.is(a.device, 'cpu')
  t.is(a.nbytes, 24)
  t.is(a.size(-1), 3)
  t.throws(() => a.size(2), { code: 'ERR_TENSOR_ARGUMENT' })
  t.regex(String(a), /^Tensor float32\[2, 3\] /)
})

test('sizes may be given one by one or as a list', (t) => {
  const a = zeros([6])
  t.deepEqual(a.reshape(2, 3).shape, a.reshape([2, 3]).shape)
  t.deepEqual(a.view(-1, 2).shape, [3, 2])
})

test('tensors may be given one by one or as a list', (t) => {
  const [a, b] = [ones([2, 3]), full([3, 2], 2)]
  t.deepEqual(einsum('ij,jk->ik', a, b).toArray(), a.matmul(b).toArray())
  t.deepEqual(einsum('ij,jk->ik', [a, b]).toArray(), a.matmul(b).toArray())
  t.is(einsum('ij->', a).item(), 6)
  t.deepEqual(blockDiag(a, b).toArray(), blockDiag([a, b]).toArray())
  t.deepEqual(
    broadcastTensors(a, ones([3])).map(({ shape }) => shape),
    [
      [2, 3],
      [2, 3],
    ],
  )
  // The second list would otherwise be passed over.
  t.throws(() => einsum('ij,jk->ik', [a] as never, [b] as never), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /einsum/,
  })
  t.throws(() => einsum('ij->', undefined as never), { code: 'ERR_TENSOR_ARGUMENT', message: /einsum/ })
  t.throws(() => einsum('ij->'), { code: 'ERR_TENSOR_OPERATION', message: /einsum/ })
})

test('max and min along a dimension give values and indices', (t) => {
  const a = tensor([
    [1, 5],
    [7, 2],
  ])
  const { values, indices } = a.max(1)
  t.deepEqual(
    [values.toArray(), indices.toArray()],
    [
      [5, 7],
      [1, 0],
    ],
  )
  t.deepEqual(a.min(0, true).values.toArray(), [[1, 2]])
  t.is(a.max().item(), 7)
  t.is(a.min().item(), 1)
})

test('an error names the operation, shapes and dtypes, and the likely mistake', (t) => {
  const error = t.throws(() => (zeros([2, 3]) as Tensor).matmul(zeros([4, 5])), {
    instanceOf: TensorOperationError,
  })
  t.is(error.code, 'ERR_TENSOR_OPERATION')
  t.is(error.operation, 'matmul')
  t.is(error.operands, 'float32[2, 3], float32[4, 5]')
  t.regex(error.message, /^matmul\(float32\[2, 3\], float32\[4, 5\]\): (mm: )?mat1 and mat2 .*flatten/)
  t.notRegex(error.message, /Exception raised|\.cpp|frame #/)
  t.regex(error.stack!, /tensor\.test/)
})

test('wrong ranks, dtypes, indices and kinds of arguments are typed errors', (t) => {
  const a = zeros([2, 3])
  const cases: (() => unknown)[] = [
    () => a.mm(zeros([3])),
    () => a.view(4),
    () => a.t().view(6),
    () => a.select(0, 5),
    () => a.transpose(0, 7),
    () => a.narrow(0, 1, 5),
    () => a.matmul(tensor(new Float64Array(6), { shape: [3, 2] })),
    () => a.gather(0, zeros([1, 3])),
    () => a.indexSelect(0, tensor([9n])),
    () => cat([]),
    () => cat([a, zeros([2, 2])]),
    () => a.mean([5]),
    () => where(a, a, a),
    () => a.reshape(2.5, 1),
    () => a.reshape(Number.NaN),
    () => a.sum('x' as never),
    () => a.add('x' as never),
    () => a.add(undefined as never),
    () => a.clamp({} as never),
  ]
  for (const [at, run] of cases.entries()) {
    const error = t.throws(run, undefined, `case ${at}`)
    t.regex(
      (error as { code?: string }).code ?? error.message,
      /^ERR_TENSOR_/,
      `case ${at}: ${error.message}`,
    )
  }
})

import test from 'ava'
import {
  arange,
  cat,
  empty,
  eye,
  F,
  full,
  linalg,
  linspace,
  ones,
  rand,
  randint,
  randperm,
  tensor,
  tidy,
  zeros,
} from '../../src/tensor/index.js'
import { seed, times } from '../scale.js'
import { wrongCalls } from './support/wrong-calls.js'

test('every operation answers wrong arguments with a result or a typed error, and lives', async (t) => {
  const value = seed(1)
  t.timeout(3_000_000)
  const { output, complaints, ending, last } = await wrongCalls(
    'wrong-calls',
    times(240, 3600),
    value,
    times(12, 2000),
  )
  t.is(ending, 'exit code 0', `seed ${value}: ended in ${last}\n${output}${complaints}`)
  t.regex(output, /^calls \d{5,}\n$/, `seed ${value}`)
})

test('every export answers wrong arguments with a result or a typed error, and passes over no option', async (t) => {
  t.timeout(3_000_000)
  const { output, complaints, ending, last } = await wrongCalls('wrong-exports', 240)
  t.is(ending, 'exit code 0', `ended in ${last}\n${output}${complaints}`)
  t.regex(output, /^calls \d{5,}\n$/)
})

/** What no type would let pass. */
const any = (value: unknown): any => value

test('what makes, moves and reads tensors names itself when it refuses', (t) => {
  using x = zeros([2, 3])
  using gone = zeros([2])
  gone.dispose()
  const endless: any[] = []
  endless.push(endless)
  const mistakes: readonly (readonly [string, string, () => unknown])[] = [
    ['tensor', 'ARGUMENT', () => tensor(any('x'))],
    ['tensor', 'ARGUMENT', () => tensor(any(null))],
    ['tensor', 'ARGUMENT', () => tensor([[1], [2, 3]])],
    ['tensor', 'ARGUMENT', () => tensor([[1], any(2)])],
    ['tensor', 'ARGUMENT', () => tensor([1, 2], { shape: [3] })],
    ['tensor', 'ARGUMENT', () => tensor([1], { dtype: any('nope') })],
    ['tensor', 'ARGUMENT', () => tensor([0.5], { dtype: 'int64' })],
    ['tensor', 'ARGUMENT', () => tensor(new Uint16Array([1]))],
    ['tensor', 'ARGUMENT', () => tensor(endless)],
    ['empty', 'ARGUMENT', () => empty(any('x'))],
    ['empty', 'ARGUMENT', () => empty([-1])],
    ['empty', 'ARGUMENT', () => empty([1], { dtype: any('nope') })],
    ['ones', 'ARGUMENT', () => ones(any(null))],
    ['zeros', 'ARGUMENT', () => zeros(any(null))],
    ['zeros', 'ARGUMENT', () => zeros([1.5])],
    ['zeros', 'OPERATION', () => zeros([-1])],
    ['zeros', 'ARGUMENT', () => zeros([2], { dtype: any('nope') })],
    ['zeros', 'MEMORY', () => zeros([2 ** 50])],
    ['full', 'ARGUMENT', () => full([2], any('x'))],
    ['arange', 'OPERATION', () => arange(0, 5, -1)],
    ['arange', 'ARGUMENT', () => arange(any('x'))],
    ['arange', 'ARGUMENT', () => arange(2 ** 60, 2 ** 60 + 512, 256)],
    ['linspace', 'OPERATION', () => linspace(0, 1, -1)],
    ['eye', 'OPERATION', () => eye(-1)],
    ['rand', 'ARGUMENT', () => rand(any('x'))],
    ['randint', 'ARGUMENT', () => randint(2, 1, [3])],
    ['randperm', 'ARGUMENT', () => randperm(-1)],
    ['to', 'ARGUMENT', () => x.to(any('nope'))],
    ['to', 'ARGUMENT', () => x.to(any(null))],
    ['to', 'ARGUMENT', () => x.to('cuda:99')],
    ['to', 'ARGUMENT', () => zeros([2], { device: any('tpu') })],
    ['item', 'ARGUMENT', () => x.item()],
    ['size', 'ARGUMENT', () => x.size(2)],
    ['median', 'OPERATION', () => x.median(2)],
    ['copyFrom', 'ARGUMENT', () => x.copyFrom(new Float32Array(5))],
    ['copyFrom', 'ARGUMENT', () => x.copyFrom(any([1, 2, 3, 4, 5, 6]))],
    ['grad', 'OPERATION', () => (x.grad = zeros([2]))],
    ['grad', 'DISPOSED', () => (x.grad = gone)],
    ['backward', 'OPERATION', () => x.sum().backward()],
    ['toArray', 'DISPOSED', () => gone.toArray()],
    ['add', 'DISPOSED', () => x.add(any(gone))],
    // None of these is the bias that was left out.
    ['linear', 'DISPOSED', () => F.linear(x, zeros([4, 3]), gone)],
    ['linear', 'ARGUMENT', () => F.linear(x, zeros([4, 3]), any('x'))],
  ]
  for (const [name, kind, mistake] of mistakes) {
    const error = t.throws(() => tidy(mistake), { code: `ERR_TENSOR_${kind}` }, `${mistake}`)
    t.true(error?.message.startsWith(`${name}(`), `${mistake}: ${error?.message}`)
  }
})

test('numbers keep what they are, whatever stands before them', (t) => {
  tidy(() => {
    t.is(tensor([true, 2]).dtype, 'float32')
    t.deepEqual(tensor([true, 2]).toArray(), [1, 2])
    t.is(tensor([true, 2n]).dtype, 'int64')
    t.is(tensor([true, false]).dtype, 'bool')
    for (const dtype of ['float16', 'bfloat16'] as const) {
      const half = tensor([1.5, -2], { dtype })
      t.deepEqual(tensor(half.toTypedArray(), { dtype }).toArray(), [1.5, -2])
    }
    t.is(arange(0, 2 ** 60, 2 ** 59, { dtype: 'float64' }).numel, 2)
  })
})

test('a mistake is answered in the words of this library', (t) => {
  const x = zeros([2, 3])
  const said = (mistake: () => unknown) => t.throws(() => tidy(mistake))?.message
  t.is(
    said(() => x.matmul(any(zeros([4, 5])))),
    'matmul(float32[2, 3], float32[4, 5]): mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5). The last size of the first must equal the first of the second; did a flatten(1) or a t() go missing?',
  )
  t.regex(said(() => x.gather(1, zeros([2, 3]))) ?? '', /float32\[2, 3\].*Indices and classes are integers/)
  t.regex(said(() => x.sum(any('0'))) ?? '', /^sum\(float32\[2, 3\]\): dim must be an integer, not '0'\.$/)
  t.regex(said(() => x.softmax(0.5)) ?? '', /: dim must be an integer, not 0\.5\.$/)
  t.regex(
    said(() => F.interpolate(x, 4, null, any('best'))) ?? '',
    /mode must be one of 'nearest', .*, not 'best'/,
  )
  t.regex(
    said(() => F.mseLoss(x, x, any('average'))) ?? '',
    /reduction must be 'mean', 'sum' or 'none', not 'average'/,
  )
  t.regex(
    said(() => cat(any([x, 5]))) ?? '',
    /^cat\(float32\[2, 3\], no tensor\): tensors must be a list of tensors/,
  )
  t.regex(said(() => x.maskedFill(zeros([2, 3]), 1)) ?? '', /the mask must be bool, not float32/)
  t.regex(said(() => x.to('int64').mean()) ?? '', /Got: int64\. Integers have no mean/)
  t.regex(
    said(() => linalg.eigh(tensor([[Number.NaN]]))) ?? '',
    /^eigh\(float32\[1, 1\]\): the matrix holds NaN/,
  )
  t.regex(
    said(() => tensor([-(2n ** 63n)]).floorDivide(-1)) ?? '',
    /^floorDivide\(int64\[1\]\): the smallest int64 divided by -1 is no int64\.$/,
  )
  t.regex(said(() => tensor([-(2n ** 63n)]).lcm(tensor([2n]))) ?? '', /has no absolute value in that dtype/)
})

test('shapes of many dimensions and lists of many tensors are shortened in what an error says', (t) => {
  const sizes = [...Array<number>(66).fill(1), 2, 3, 4, 5]
  const [many, x] = [zeros(sizes), zeros([7])]
  const short = '[1, 1, 1, 1, … 62 more …, 2, 3, 4, 5]'
  const said = (mistake: () => unknown) => t.throws(() => tidy(mistake))?.message ?? ''
  const three = said(() => many.addcmul_(many, x))
  t.true(three.startsWith(`addcmul_(float32${short}, float32${short}, float32[7]): `), three)
  t.regex(
    said(() => zeros([2, 3]).add_(many)),
    / doesn't match the broadcast shape \[1, 1, 1, 1, … \d+ more …, \d, \d, \d, \d\]|must match the size/,
  )
  const list = said(() => cat([...Array(5000).fill(zeros([2, 3])), x]))
  t.regex(list, /^cat\((float32\[2, 3\], ){4}… 4993 more …, (float32\[2, 3\], ){3}float32\[7\]\): /)
  t.true(list.length < 1000)
  t.regex(
    said(() => zeros(Array(12).fill(2)).view(5)),
    /^view\(float32\[(2, ){11}2\]\): /,
  )
})

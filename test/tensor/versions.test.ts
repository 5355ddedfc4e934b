import test from 'ava'
import { arange, F, nn, ones, type Tensor, tensor, tidy } from '../../src/tensor/index.js'

// Where versions of libtorch disagree, or PyTorch with itself, and a sample of the table cannot say what is meant.

/** The gradient of the sum of what `change` does in place to a tensor that is no leaf, at these values. */
function inPlaceGradient(values: readonly number[], change: (x: Tensor) => Tensor): unknown {
  return tidy(() => {
    const x = tensor(values, { requiresGrad: true })
    change(x.clone()).sum().backward()
    return x.grad!.toArray()
  })
}

test('in place as well, gradients pass a clamp between its bounds, and half of them at a tensor bound', (t) => {
  const values = [-2, -1, 0, 1, 2]
  t.deepEqual(
    inPlaceGradient(values, (x) => x.clamp_(-1, 1)),
    [0, 0, 1, 0, 0],
  )
  t.deepEqual(
    inPlaceGradient(values, (x) => x.clampMin_(-1)),
    [0, 0, 1, 1, 1],
  )
  t.deepEqual(
    inPlaceGradient(values, (x) => x.clampMax_(tensor([1]))),
    [1, 1, 1, 0.5, 0],
  )
  t.deepEqual(tensor(values).clamp_(-1, 1).toArray(), [-1, -1, 0, 1, 1])
})

test('bounds beyond all integers of a dtype bound nothing, or are refused where they leave nothing', (t) => {
  const x = tensor([0, 7, 255], { dtype: 'uint8' })
  t.deepEqual(x.clampMin(-3).toArray(), [0, 7, 255])
  t.deepEqual(x.clampMax(300).toArray(), [0, 7, 255])
  t.deepEqual(x.clone().clamp_(-3, 300).toArray(), [0, 7, 255])
  t.deepEqual(
    tensor([1, 2], { dtype: 'int32' })
      .clamp(-(2 ** 40), 1)
      .toArray(),
    [1, 1],
  )
  for (const make of [() => x.clampMin(256), () => x.clampMax(-1), () => x.clamp_(null, -1)])
    t.throws(make, { code: 'ERR_TENSOR_ARGUMENT', message: /would leave no number that uint8 holds/ })
})

test('a dimension whose size a scale keeps is left alone by interpolate(), in values and gradients', (t) => {
  for (const space of [1, 2, 3]) {
    const shape = [1, 1, 3, ...Array<number>(space - 1).fill(2)]
    const scales = shape.slice(2).map(() => 1.3)
    const x = arange(3 * 2 ** (space - 1)).to('float32')
    const input = x.reshape(shape)
    input.requiresGrad = true
    const output = F.interpolate(input, null, scales, 'nearest')
    t.deepEqual(output.toArray(), input.toArray())
    output.mul(input.detach()).sum().backward()
    t.deepEqual(input.grad!.toArray(), input.toArray())
  }
  const image = arange(24).to('float32').square().reshape(1, 1, 3, 8)
  image.requiresGrad = true
  for (const mode of ['bilinear', 'bicubic'] as const) {
    const scaled = F.interpolate(image, null, [1.3, 0.5], mode, false, true)
    const sized = F.interpolate(image, [3, 4], null, mode, false, true)
    t.true(scaled.allclose(sized, 1e-5))
    const gradients = [scaled, sized].map((result) => {
      image.grad = null
      result.square().sum().backward()
      return image.grad!
    })
    t.true(gradients[0]!.allclose(gradients[1]!, 1e-5))
  }
})

test('a norm of one value is refused where the values themselves are what it normalises by', (t) => {
  const image = ones([1, 4, 1, 1])
  for (const [make, message] of [
    [() => F.batchNorm(image, null, null, null, null, true), /each channel of the batch has one value/],
    [() => F.batchNorm(ones([1, 4]), null, null, null, null, true), /has one value/],
    [() => nn.batchNorm2d(4).forward(image), /train with larger batches, or evaluate with eval\(\)/],
    [() => F.instanceNorm(ones([5, 4, 1])), /each channel of a sample has one value/],
    [() => F.groupNorm(image, 4), /each group has one value/],
  ] as const)
    t.throws(make as () => unknown, { code: 'ERR_TENSOR_ARGUMENT', message })
  const evaluated = nn.batchNorm2d(4)
  evaluated.eval()
  t.notThrows(() => evaluated.forward(image))
  t.notThrows(() => F.batchNorm(ones([2, 4]), null, null, null, null, true))
  t.notThrows(() => F.batchNorm(ones([0, 4]), null, null, null, null, false))
  t.notThrows(() => F.groupNorm(image, 2))
  t.notThrows(() => F.groupNorm(ones([2, 4]), 4))
})

test('a division by -1 is refused for the smallest integer only, and a mask in place is of bools too', (t) => {
  const zeros = tensor([0, 3], { dtype: 'uint8' })
  const divisors = tensor([-1n, -1n])
  t.deepEqual(zeros.fmod(divisors).toArray(), [0, 0])
  t.deepEqual(zeros.floorDivide(divisors).toArray(), [0, -3])
  t.throws(() => tensor([-(2n ** 63n)]).fmod(tensor([-1n])), { message: /smallest int64/ })
  t.throws(() => zeros.maskedFill_(tensor([0, 0.5]), 1), {
    code: 'ERR_TENSOR_ARGUMENT',
    message: /mask must be bool/,
  })
})

test('bincount() of the largest integer is refused: it would take more counts than there can be', (t) => {
  const most = tensor([1n, 2n ** 63n - 1n])
  t.throws(() => most.bincount(), { code: 'ERR_TENSOR_MEMORY', message: /2\^63 counts/ })
})

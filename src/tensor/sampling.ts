import { check, count as countKind, flag, optionsOf, tensorKind } from './arguments.js'
import { noGrad } from './autograd/index.js'
import { rand } from './creation.js'
import type { Device } from './dtype.js'
import { TensorArgumentError } from './errors.js'
import { searchsorted, where } from './generated/functions.js'
import { tidy } from './scope.js'
import type { Shape } from './shape.js'
import type { Tensor } from './tensor.js'

/**
 * 1 with the probability that stands in each place, else 0, from the current random stream.
 *
 * @param probabilities floating, each from 0 to 1
 * @returns of the same shape and dtype, without a gradient
 * @throws TensorArgumentError
 */
export function bernoulli<S extends Shape>(probabilities: Tensor<S>): Tensor<S> {
  check('bernoulli', { probabilities }, tensorKind)
  const { shape, dtype, device } = probabilities
  if (!floating(probabilities))
    throw new TensorArgumentError(
      'bernoulli',
      `probabilities must be floating, not ${dtype}; convert with .to('float32')`,
    )
  return noGrad(() =>
    tidy(() => {
      if (!probabilities.ge(0).logicalAnd(probabilities.le(1)).all().item())
        throw new TensorArgumentError('bernoulli', 'probabilities must be from 0 to 1, and some are not')
      const drawn = rand([...shape], { device: device as Device })
      return drawn.to('float64').lt(probabilities.to('float64')).to(dtype) as Tensor<S>
    }),
  )
}

/** Of {@link multinomial}. */
export interface MultinomialOptions {
  /** Whether a place can be drawn more than once. Default false. */
  replacement?: boolean
}

/**
 * Draws places by their weights, from the current random stream: the next token of a language model is
 * `multinomial(logits.softmax(-1), 1)`.
 *
 * @param weights floating, at least 0, [places] or [rows, places]; a row need not add up to 1, but to more than 0
 * @param count how many to draw of each row; without replacement at most as many as have a weight above 0
 * @returns int64 [count] or [rows, count]
 * @throws TensorArgumentError
 */
export function multinomial(weights: Tensor, count: number, options?: MultinomialOptions): Tensor {
  const operation = 'multinomial'
  check(operation, { weights }, tensorKind)
  check(operation, { count }, countKind)
  const { replacement } = optionsOf<MultinomialOptions>(operation, options, { replacement: [flag, false] })
  const { shape, dtype, device } = weights
  const refuse = (what: string) => {
    throw new TensorArgumentError(operation, what)
  }
  if (!floating(weights)) refuse(`weights must be floating, not ${dtype}; convert with .to('float32')`)
  if (shape.length !== 1 && shape.length !== 2)
    refuse(`weights are [places] or [rows, places], not [${shape.join(', ')}]`)
  return noGrad(() =>
    tidy(() => {
      const exact = weights.to('float64')
      const positive = exact.gt(0)
      if (!exact.isfinite().logicalAnd(exact.ge(0)).all().item())
        refuse('weights must be finite and at least 0, and some are not')
      const needed = replacement ? 1 : count
      const places = positive.sum(-1)
      const least = places.numel === 0 ? needed : Number(places.min().item())
      if (least < needed) {
        const why = replacement ? '' : ' without replacement'
        refuse(`a row has ${least} weights above 0, and ${needed} are needed${why}`)
      }
      // 48 bits, and neither 0 nor 1: of tens of thousands of places one would draw a 0 among 24 every so often.
      const part = (sizes: readonly number[]) => rand(sizes, { device: device as Device }).to('float64')
      const drawn = (sizes: readonly number[]) =>
        part(sizes)
          .add(part(sizes).mul(2 ** -24))
          .add(2 ** -49)
      // Sums of large weights overflow, those of shares don't.
      const shares = exact.div(exact.amax(-1, true))
      if (replacement) {
        const sums = shares.cumsum(-1)
        const total = sums.narrow(-1, shape.at(-1)! - 1, 1)
        return searchsorted(sums, drawn([...shape.slice(0, -1), count]).mul(total), true)
      }
      // The first of several clocks to ring, each with its weight as rate, is one of them by their weights; so is the next.
      const rings = drawn(shape).neg().log1p().neg().div(shares).clampMax(Number.MAX_VALUE)
      return where(positive, rings, Number.POSITIVE_INFINITY).topk(count, -1, false).indices
    }),
  )
}

const floating = ({ dtype }: Tensor) => /float/.test(dtype)

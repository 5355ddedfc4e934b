import { atMost, check, integer, type Kind, real } from '../arguments.js'
import * as F from '../generated/functional.js'
import { type Lambda, own } from './activations.js'

/** One number for every side, or two for each direction, the last one first: [left, right, top, bottom]. */
export type Margins = number | readonly number[]

type Dims = 1 | 2 | 3
type Pad = (padding: Margins) => Lambda
const allDims = [1, 2, 3] as const
const modes = { reflection: 'reflect', replication: 'replicate', circular: 'circular' } as const

/** What `padding` stands for: two numbers for each of `dims` directions. */
function marginsOf(operation: string, padding: Margins, dims: Dims): readonly number[] {
  const sides = 2 * dims
  const kind: Kind = {
    what: `an integer, or a list of ${sides}`,
    test: (value) =>
      integer.test(value) || (Array.isArray(value) && value.length === sides && value.every(integer.test)),
  }
  check(operation, { padding }, kind)
  return typeof padding === 'number' ? new Array<number>(sides).fill(padding) : padding
}

const filled = (dims: Dims): ((padding: Margins, value: number) => Lambda) => {
  const name = `nn.constantPad${dims}d`
  return atMost(name, 2, (padding: Margins, value: number) => {
    const margins = marginsOf(name, padding, dims)
    check(name, { value }, real)
    return own((input) => F.pad(input, margins, 'constant', value))
  })
}

const zero = (dims: Dims): Pad => {
  const name = `nn.zeroPad${dims}d`
  return atMost(name, 1, (padding: Margins) => {
    const margins = marginsOf(name, padding, dims)
    return own((input) => F.pad(input, margins))
  })
}

function bordered(kind: keyof typeof modes): readonly [Pad, Pad, Pad] {
  const [one, two, three] = allDims.map((dims): Pad => {
    const name = `nn.${kind}Pad${dims}d`
    return atMost(name, 1, (padding: Margins) => {
      const margins = marginsOf(name, padding, dims)
      return own((input) => F.pad(input, margins, modes[kind]))
    })
  })
  return [one!, two!, three!]
}

/** `value` around the last dimension; negative padding cuts, as of all of these with a value. */
export const constantPad1d = filled(1)
/** `value` around the last two dimensions. */
export const constantPad2d = filled(2)
/** `value` around the last three dimensions. */
export const constantPad3d = filled(3)

/** Zeros around the last dimension. */
export const zeroPad1d = zero(1)
/** Zeros around the last two dimensions. */
export const zeroPad2d = zero(2)
/** Zeros around the last three dimensions. */
export const zeroPad3d = zero(3)

const reflection = bordered('reflection')
const replication = bordered('replication')
const circular = bordered('circular')

/** [n, c, l] mirrored at its ends, which do not appear twice. */
export const reflectionPad1d = reflection[0]
/** The same for [n, c, h, w]. */
export const reflectionPad2d = reflection[1]
/** The same for [n, c, d, h, w]. */
export const reflectionPad3d = reflection[2]

/** The ends of [n, c, l] repeated. */
export const replicationPad1d = replication[0]
/** The same for [n, c, h, w]. */
export const replicationPad2d = replication[1]
/** The same for [n, c, d, h, w]. */
export const replicationPad3d = replication[2]

/** [n, c, l] continued by its other end. */
export const circularPad1d = circular[0]
/** The same for [n, c, h, w]. */
export const circularPad2d = circular[1]
/** The same for [n, c, d, h, w]. */
export const circularPad3d = circular[2]

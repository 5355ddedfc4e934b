import { existsSync, readFileSync } from 'node:fs'
import test from 'ava'
import { torch } from '../../src/native/index.js'
import { noGrad, type Tensor, TensorDtypeError, tidy } from '../../src/tensor/index.js'
import { native } from '../../src/tensor/internal.js'
import { parseSignature, type Row, type Sample, samplesOf } from '../../src/tensor/operations/row.js'
import { table } from '../../src/tensor/operations/table.js'
import {
  argumentsOf,
  type Case,
  dtypesOf,
  excess,
  invoke,
  isFloating,
  numbersOf,
  reference,
  tensorsOf,
  tolerance,
  tolerances,
  type Value,
  weightedSum,
} from './support/rows.js'

/** Whether this is libtorch 1.x. */
const old = Number.parseInt(torch().libtorch().version, 10) < 2

const root = new URL('../../../', import.meta.url)
const nameOf = (row: Row): string => parseSignature(row.signature).name

test('no two operations share a name', (t) => {
  const names = table.map(nameOf)
  t.is(new Set(names).size, names.length)
})

test('the table and the reference name the same operations', (t) => {
  t.deepEqual(
    Object.keys(reference).sort(),
    table
      .filter(({ samples }) => samples.length > 0)
      .map(nameOf)
      .sort(),
  )
})

test('the table and its samples are at least 600 cases', (t) => {
  t.true(Object.values(reference).flat().length >= 600)
})

/**
 * Runs the body for each sample, with float32 as `floating`. libtorch 1.13 computes less in 16 bits on a CPU than 2.x:
 * then its typed error will do.
 */
function eachCase(
  row: Row,
  floating: 'float32' | 'float64',
  body: (values: Value[], expected: Case, sample: readonly Sample[], at: number) => void,
): void {
  for (const [at, sample] of samplesOf(row).entries()) {
    tidy(() => {
      try {
        body(argumentsOf(sample, at, floating), reference[nameOf(row)]![at]!, sample, at)
      } catch (error) {
        const lacking = old && at >= row.samples.length && error instanceof TensorDtypeError
        if (!lacking) throw error
      }
    })
  }
}

for (const row of table) {
  const name = nameOf(row)

  if (row.testedBy !== undefined) {
    test(`${name} is covered by ${row.testedBy}`, (t) => {
      const file = new URL(row.testedBy!, root)
      t.true(existsSync(file))
      const publicName = name.replace(/Of$/, '')
      t.regex(readFileSync(file, 'utf8'), new RegExp(`\\b${publicName}\\(`))
    })
    continue
  }

  test(`${name} gives PyTorch's values`, (t) => {
    t.true(row.samples.length > 0, 'every row needs samples')
    t.is(reference[name]!.length, samplesOf(row).length, 'run npm run reference')
    const size = (value: number | bigint | string): number =>
      row.signs === 'free' ? Math.abs(Number(value)) : Number(value)
    eachCase(row, 'float32', (values, { outputs: expected }, sample, at) => {
      const outputs = invoke(row, values)
      if (typeof outputs === 'boolean') {
        t.is(Number(outputs), Number(expected[0]!.values[0]))
        return
      }
      t.is(outputs.length, expected.length)
      for (const [k, output] of outputs.entries()) {
        t.deepEqual([...output.shape], expected[k]!.shape, `sample ${at}`)
        t.is(output.dtype, expected[k]!.dtype, `sample ${at}`)
        const actual = Array.from<number | bigint, number>(numbersOf(output), size)
        const over = excess(actual, expected[k]!.values.map(size), ...toleranceOf(sample))
        t.true(over <= 0, `sample ${at}: ${output} is off by ${over} more than it may`)
      }
    })
  })

  if (row.differentiable === false) continue

  test(`${name} gives PyTorch's gradients`, (t) => {
    const cases = reference[name]!
    t.true(
      row.signs === 'free' || cases.some(({ gradients }) => gradients !== undefined),
      'no sample has any',
    )
    eachCase(row, 'float32', (values, { gradients: expected }, sample, at) => {
      if (expected === undefined) return
      const inputs = tensorsOf(row, values)
      for (const { tensor, constant } of inputs) {
        if (!constant && isFloating(tensor)) tensor.requiresGrad = true
      }
      weightedSum(invoke(row, values) as Tensor[])!.backward()
      const [relative, absolute] = toleranceOf(sample)
      for (const [k, { tensor }] of inputs.entries()) {
        const gradient = tensor.grad
        const wanted = expected[k]!
        if (wanted === null) {
          t.is(gradient, null)
          continue
        }
        const over = excess(numbersOf(gradient!), wanted.values, 2.5 * relative, 2.5 * absolute)
        t.true(over <= 0, `sample ${at}: ${gradient} is off by ${over} more than it may`)
      }
    })
  })

  if (row.noDifferences !== undefined) continue

  test(`${name}'s gradients are those of finite differences`, (t) => {
    eachCase(row, 'float64', (given, { gradients }, sample, at) => {
      const narrow = dtypesOf(sample).some((dtype) => dtype === 'float16' || dtype === 'bfloat16')
      if (narrow || (gradients === undefined && row.signs !== 'free')) return
      const values = given.map((value) => (value === 'float32' ? 'float64' : value))
      const inputs = tensorsOf(row, values).filter(({ tensor, constant }) => !constant && isFloating(tensor))
      // NaN and infinities have no neighbours.
      if (inputs.some(({ tensor }) => !finite(tensor))) return
      for (const { tensor } of inputs) tensor.requiresGrad = true
      const total = weightedSum(invoke(row, values) as Tensor[])
      if (total === undefined) return
      total.backward()
      for (const { tensor } of inputs) {
        const gradient = tensor.grad?.toTypedArray() ?? new Float64Array(tensor.numel)
        const over = excess(gradient, differences(row, values, tensor), 1e-5, 1e-6)
        t.true(over <= 0, `sample ${at}: off by ${over} more than it may`)
      }
    })
  })
}

/** Whether no element is NaN or infinite. */
const finite = (tensor: Tensor): boolean => tensor.detach().isfinite().all().item() === 1

/** As wide as the narrowest of the sample's dtypes needs. */
function toleranceOf(sample: readonly Sample[]): readonly [relative: number, absolute: number] {
  const dtypes = dtypesOf(sample)
  const narrow = dtypes.find((dtype) => dtype === 'bfloat16') ?? dtypes.find((dtype) => dtype === 'float16')
  if (narrow !== undefined) return tolerances[narrow]!
  return dtypes.includes('float32') || !dtypes.includes('float64') ? tolerance : tolerances.float64!
}

/** Central differences of the weighted sum by each element of `input`. */
function differences(row: Row, values: readonly Value[], input: Tensor): number[] {
  const step = 1e-6
  const start = input.toTypedArray() as Float64Array
  const evaluate = (at: number, value: number): number => {
    const changed = Float64Array.from(start)
    changed[at] = value
    native().copyIn(input.handle, changed)
    return tidy(() => weightedSum(invoke(row, values) as Tensor[])!.item())
  }
  const found = Array.from(
    start,
    (value, at) => (evaluate(at, value + step) - evaluate(at, value - step)) / (2 * step),
  )
  noGrad(() => native().copyIn(input.handle, start))
  return found
}

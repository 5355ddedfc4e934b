import { existsSync, readFileSync } from 'node:fs'
import test from 'ava'
import { noGrad, type Tensor, tidy } from '../../src/tensor/index.js'
import { native } from '../../src/tensor/internal.js'
import { parseSignature, type Row } from '../../src/tensor/operations/row.js'
import { table } from '../../src/tensor/operations/table.js'
import {
  argumentsOf,
  excess,
  invoke,
  isFloating,
  reference,
  tensorsOf,
  type Value,
  weightedSum,
} from './support/rows.js'

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
    t.is(reference[name]!.length, row.samples.length, 'run tools/reference/operations.py')
    for (const [at, sample] of row.samples.entries()) {
      tidy(() => {
        const outputs = invoke(row, argumentsOf(sample, at, 'float32'))
        const expected = reference[name]![at]!.outputs
        if (typeof outputs === 'boolean') {
          t.is(Number(outputs), expected[0]!.values[0]!)
          return
        }
        t.is(outputs.length, expected.length)
        for (const [k, output] of outputs.entries()) {
          t.deepEqual([...output.shape], expected[k]!.shape)
          t.is(output.dtype, expected[k]!.dtype)
          t.true(
            excess(output.toTypedArray(), expected[k]!.values, 2e-5, 2e-6) <= 0,
            `sample ${at}: ${output}`,
          )
        }
      })
    }
  })

  if (row.differentiable === false) continue

  test(`${name} gives PyTorch's gradients`, (t) => {
    for (const [at, sample] of row.samples.entries()) {
      const expected = reference[name]![at]!.gradients
      if (expected === undefined) continue
      tidy(() => {
        const values = argumentsOf(sample, at, 'float32')
        const inputs = tensorsOf(row, values)
        for (const { tensor, constant } of inputs)
          if (!constant && isFloating(tensor)) tensor.requiresGrad = true
        weightedSum(invoke(row, values) as Tensor[])!.backward()
        for (const [k, { tensor }] of inputs.entries()) {
          const gradient = tensor.grad
          const wanted = expected[k]!
          if (wanted === null) t.is(gradient, null)
          else
            t.true(
              excess(gradient!.toTypedArray(), wanted.values, 5e-5, 5e-6) <= 0,
              `sample ${at}: ${gradient}`,
            )
        }
      })
    }
  })

  test(`${name}'s gradients are those of finite differences`, (t) => {
    for (const [at, sample] of row.samples.entries()) {
      if (reference[name]![at]!.gradients === undefined) continue
      tidy(() => {
        const values = argumentsOf(sample, at, 'float64').map((value) =>
          value === 'float32' ? 'float64' : value,
        )
        const inputs = tensorsOf(row, values).filter(
          ({ tensor, constant }) => !constant && isFloating(tensor),
        )
        for (const { tensor } of inputs) tensor.requiresGrad = true
        weightedSum(invoke(row, values) as Tensor[])!.backward()
        for (const { tensor } of inputs) {
          const gradient = tensor.grad?.toTypedArray() ?? new Float64Array(tensor.numel)
          t.true(excess(gradient, differences(row, values, tensor), 1e-5, 1e-6) <= 0, `sample ${at}`)
        }
      })
    }
  })
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

import { readFileSync } from 'node:fs'
import test from 'ava'
import { autocast, noGrad, Tensor, tidy } from '../../src/tensor/index.js'
import { parseSignature, type Row, samplesOf } from '../../src/tensor/operations/row.js'
import { table } from '../../src/tensor/operations/table.js'
import { argumentsOf, invoke, type Value } from './support/rows.js'

/** What tools/reference/autocast.py recorded: dtypes of the results for each way of giving the inputs. */
const reference: Record<string, { sample: number; dtypes: string[] }> = JSON.parse(
  readFileSync(new URL('../../../test/tensor/reference/autocast.json', import.meta.url), 'utf8'),
).operations

/** float32 inputs as they are, all in bfloat16, the first in bfloat16: as autocast.py has them. */
const ways = [() => false, () => true, (at: number) => at === 1]

function converted(values: readonly Value[], which: (at: number) => boolean): Value[] {
  let at = 0
  const each = <T>(value: T): T | Tensor =>
    value instanceof Tensor && value.dtype === 'float32' && which(++at) ? value.to('bfloat16') : value
  return values.map((value) => (Array.isArray(value) ? (value.map(each) as Value) : each(value)))
}

const nameOf = ({ signature }: Row): string => parseSignature(signature).name

/** Dtypes of the results of one sample, given in one way; what was refused is an error. */
function dtypesOf(row: Row, at: number, way: (at: number) => boolean, casting: boolean): string {
  return tidy(() => {
    const values = converted(argumentsOf(samplesOf(row)[at]!, at, 'float32'), way)
    const run = () => noGrad(() => invoke(row, values))
    try {
      const results = casting ? autocast('bf16', run) : run()
      return typeof results === 'boolean' ? '' : results.map(({ dtype }) => dtype).join(' ')
    } catch (error) {
      return (error as Error).message
    }
  })
}

for (const row of table.filter((row) => nameOf(row) in reference)) {
  const { sample, dtypes } = reference[nameOf(row)]!
  test(`${nameOf(row)} has PyTorch's dtypes under autocast: ${dtypes.join(', ')}`, (t) => {
    for (const [k, expected] of dtypes.entries()) {
      if (expected !== 'error') t.is(dtypesOf(row, sample, ways[k]!, true), expected, `way ${k}`)
    }
  })
}

/**
 * PyTorch promotes bilinear's inputs to the widest on CUDA only, and refuses two dtypes on a CPU; here it promotes
 * everywhere. libtorch 1.13 has more norms in float32.
 */
const different = ['bilinear', 'matrixNorm']

test('all other operations have the dtypes that they have without', (t) => {
  const others = table.filter((row) => !(nameOf(row) in reference) && row.testedBy === undefined)
  t.true(others.length > 200)
  const changed = others.filter((row) =>
    ways.some((way) => dtypesOf(row, 0, way, true) !== dtypesOf(row, 0, way, false)),
  )
  t.deepEqual(
    changed.map(nameOf).filter((name) => !different.includes(name)),
    [],
  )
})

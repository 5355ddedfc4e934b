import { type ColumnInput, columnDataset } from './columns.js'
import type { ColumnDataset } from './dataset.js'
import { DatasetError } from './errors.js'

export type TensorColumns = Readonly<Record<string, ColumnInput>>

/**
 * Splits from typed arrays: `{ train: { x: { data, shape }, y: { data } }, test }`.
 *
 * `shape` is that of one sample. Arrays are copied once to shared memory. Both splits need the same fields.
 * Errors: DatasetError.
 */
export function tensors<N extends string>(splits: {
  readonly train: Readonly<Record<N, ColumnInput>>
  readonly test?: Readonly<Record<NoInfer<N>, ColumnInput>>
}): { train: ColumnDataset<N>; test?: ColumnDataset<N> | undefined } {
  const train = columnDataset(splits.train, 'the training split')
  if (splits.test === undefined) return { train }
  const test = columnDataset(splits.test, 'the test split')
  sameFields(train, test)
  return { train, test }
}

/** Refuses a test split that a model for the training split could not be evaluated on. */
export function sameFields(
  train: { fields: ColumnDataset['fields'] },
  test: { fields: ColumnDataset['fields'] },
): void {
  for (const name of new Set([...Object.keys(train.fields), ...Object.keys(test.fields)])) {
    const [a, b] = [train.fields[name], test.fields[name]]
    if (a === undefined || b === undefined || a.dtype !== b.dtype || String(a.shape) !== String(b.shape)) {
      const show = (field: typeof a) => (field === undefined ? 'nothing' : `${field.dtype} [${field.shape}]`)
      throw new DatasetError(
        `field ${name} is ${show(a)} in the training split and ${show(b)} in the test split; make them the same`,
        { field: name },
      )
    }
  }
}

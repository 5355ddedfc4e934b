import { isDataset } from './columns.js'
import { checkFields, checkLength, type DataSplits } from './dataset.js'
import { DatasetError } from './errors.js'
import type { DataContext, DataFunctions } from './functions.js'
import { sameFields } from './tensors.js'

/**
 * Calls a task's `data()` on the main thread and checks what it returns: `{ train, test? }`, both datasets with the same fields.
 * Errors: DatasetError, and whatever `data()` throws.
 */
export async function resolveData(
  task: Pick<DataFunctions, 'data'>,
  context: DataContext,
): Promise<DataSplits> {
  const splits = (await task.data(context)) as DataSplits | undefined
  if (!isDataset(splits?.train)) {
    throw new DatasetError(
      "data() must return { train, test? }, made by datasets.… or defineDataset(); it lacks 'train'",
    )
  }
  if (splits.test !== undefined && !isDataset(splits.test)) {
    throw new DatasetError(
      "data() returned a 'test' that is no dataset; make it by datasets.… or defineDataset()",
    )
  }
  for (const split of [splits.train, splits.test]) {
    if (split === undefined) continue
    checkFields(split.fields)
    checkLength(split.length)
  }
  if (splits.test !== undefined) sameFields(splits.train, splits.test)
  return splits
}

import { alternate } from './alternate.js'
import type { Context } from './context.js'
import { type Model, ours, type Setting } from './ours.js'
import { type Goal, makeRow, type Row } from './rows.js'

const BATCH = 256

/**
 * What exactness costs: the default S (8 shards of 32 at this batch) against `exact: false` at whichever
 * micro-batch is fastest. Without exactness an agent may merge its shards, so S only bounds the micro-batch.
 */
export async function* exactBench(context: Context): AsyncGenerator<Row> {
  yield await compare(context, 'mlp', '>= 0.6')
  yield await compare(context, 'cnn', '>= 0.95')
}

async function compare({ pace }: Context, model: Model, goal: Goal): Promise<Row> {
  const setting: Setting = { model, agents: 2, batch: BATCH }
  const merged: Setting = { ...setting, exact: false }
  // Merged shards, half of a batch each; and unmerged ones of 128 and 64, which may suit the caches better.
  const rivals: readonly { readonly name: string; readonly setting: Setting }[] = [
    { name: 'not exact, merged', setting: merged },
    { name: 'micro-batch 64', setting: { ...setting, shards: 4 } },
  ]
  const [own, ...others] = await alternate(
    pace,
    [{ name: 'default S', setting }, ...rivals].map(({ name, setting: each }) => ({
      name,
      optional: false,
      run: async () => (await ours(each, pace)).samplesPerSecond,
    })),
  )
  const best = Math.max(...others.map((value) => value ?? 0))
  const name = rivals[others.indexOf(best)]?.name ?? 'not exact'
  return makeRow(
    { bench: 'exact', row: `${model}, batch ${BATCH}`, unit: 'samples/s', goal },
    own!,
    best,
    `troupe, ${name}`,
  )
}

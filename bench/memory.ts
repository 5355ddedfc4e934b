import { alternate } from './alternate.js'
import type { Context } from './context.js'
import { type Model, ours } from './ours.js'
import { single } from './python.js'
import { makeRow, type Row } from './rows.js'

const BATCH = 64

/**
 * Resident memory while training: troupe's whole process with two agents (each with a batch of 64) against one
 * PyTorch process with one batch of 64.
 */
export async function* memoryBench(context: Context): AsyncGenerator<Row> {
  for (const model of ['mlp', 'cnn'] as const) yield await compare(context, model)
}

async function compare({ pace, python }: Context, model: Model): Promise<Row> {
  const peerName = `PyTorch ${python?.version ?? ''}, 1 process`.replace(' ,', ',')
  const [own, other] = await alternate(pace, [
    {
      name: 'troupe',
      optional: false,
      run: async () => megabytes(await ours({ model, agents: 2, shards: 2, batch: 2 * BATCH }, pace)),
    },
    ...(python === undefined
      ? []
      : [
          {
            name: peerName,
            optional: true,
            run: async () => megabytes(await single(python, pace, model, BATCH)),
          },
        ]),
  ])
  return makeRow(
    { bench: 'memory', row: `${model}, RSS`, unit: 'MB', goal: '< 1.5' },
    own!,
    other ?? null,
    peerName,
  )
}

function megabytes({ rssBytes }: { readonly rssBytes: number }): number {
  return rssBytes / 1e6
}

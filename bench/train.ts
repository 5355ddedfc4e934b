import { alternate } from './alternate.js'
import type { Context } from './context.js'
import { type Model, ours, type Setting } from './ours.js'
import { ddp, type Python, single } from './python.js'
import { type Goal, makeRow, type Row } from './rows.js'
import { installTfjs, tfjsName } from './tfjs.js'

const BENCH = 'train'
const UNIT = 'samples/s'
/** Samples that an agent, and a process of the peer, computes in a step. */
const BATCH = 64

/**
 * Samples per second against PyTorch and tfjs. `exact` throughout: with S = 2 each of two agents computes one
 * shard of 64, which is the peer's batch per process.
 */
export async function* trainBench(context: Context): AsyncGenerator<Row> {
  const { python } = context
  const two = `PyTorch ${python?.version ?? ''} DDP, gloo, 2 processes`.replace('  ', ' ')
  const one = `PyTorch ${python?.version ?? ''}, 1 process`.replace(' ,', ',')
  const both = (model: Model): Setting => ({ model, agents: 2, shards: 2, batch: 2 * BATCH })
  const alone = (model: Model): Setting => ({ model, agents: 1, shards: 1, batch: BATCH })

  yield await compare(
    context,
    'mlp, 2 agents',
    both('mlp'),
    two,
    python && withPython(python, ddp, 'mlp'),
    '>= 3.3',
  )
  yield await compare(
    context,
    'cnn, 2 agents',
    both('cnn'),
    two,
    python && withPython(python, ddp, 'cnn'),
    '>= 1.15',
  )
  yield await compare(
    context,
    'mlp, 1 agent',
    alone('mlp'),
    one,
    python && withPython(python, single, 'mlp'),
    '>= 1.15',
  )
  yield await compare(
    context,
    'cnn, 1 agent',
    alone('cnn'),
    one,
    python && withPython(python, single, 'cnn'),
    '>= 1',
  )

  const wasm = await installTfjs().then(
    (tfjs) => () => tfjs(context.pace, BATCH),
    (error: Error) => {
      console.error(`bench: ${error.message}`)
    },
  )
  yield await compare(context, 'mlp, 1 agent, tfjs', alone('mlp'), tfjsName, wasm ?? undefined, '> 1')

  function withPython(peer: Python, script: typeof ddp, model: Model): () => Promise<number> {
    return async () => (await script(peer, context.pace, model, BATCH)).samplesPerSecond
  }
}

/** One row: troupe in `setting` and the peer by turns. Without a peer troupe is measured all the same. */
async function compare(
  { pace }: Context,
  row: string,
  setting: Setting,
  peerName: string,
  peer: (() => Promise<number>) | undefined,
  goal: Goal,
): Promise<Row> {
  const [own, other] = await alternate(pace, [
    { name: 'troupe', optional: false, run: async () => (await ours(setting, pace)).samplesPerSecond },
    ...(peer === undefined ? [] : [{ name: peerName, optional: true, run: peer }]),
  ])
  return makeRow({ bench: BENCH, row, unit: UNIT, goal }, own ?? null, other ?? null, peerName)
}

import test from 'ava'
import { Ledger } from '../../src/arena/ledger.js'
import { batchWord, openGate } from '../../src/data/gate.js'
import {
  datasets,
  Loader,
  ledgerGate,
  openBatch,
  placeOfWord,
  planBatches,
  Sampler,
} from '../../src/data/index.js'
import { core } from '../../src/native/index.js'

function ledgerOf(shards: number, depth: number) {
  const shape = {
    agents: 1,
    seats: 1,
    shards,
    chunks: 1,
    evaluations: 0,
    depth,
    faults: 0,
    scalars: 8,
    metrics: 0,
  }
  return new Ledger(shape, 100, 0)
}

/** Where the ledger has the word, or -1: the batch words are its own business, so all of it is searched. */
function find(ledger: Ledger, word: bigint): number {
  return new BigInt64Array(ledger.view.buffer, ledger.view.byteOffset, ledger.view.byteLength / 8).indexOf(
    word,
  )
}

test('a batch word names its step and place', (t) => {
  for (const [step, place] of [
    [0, 0],
    [0, 4095],
    [2 ** 40, 7],
  ] as const) {
    t.deepEqual(placeOfWord(batchWord(step, place)), { step, place })
  }
  t.is(placeOfWord(0n).step, -1)
})

test('the native gate publishes into the ledger, and a wait for a commit ends in time and on abort', (t) => {
  const ledger = ledgerOf(2, 4)
  const gate = openGate(ledger.view)
  t.is(find(ledger, batchWord(3, 9)), -1)
  gate.publish(7, batchWord(3, 9))
  t.not(find(ledger, batchWord(3, 9)), -1)
  t.is(gate.waitCommitted(0, 20), 'timeout')
  core().abort(ledger.view)
  t.is(gate.waitCommitted(0, 10_000), 'aborted')
})

test('a loader fills the ring of a ledger, waits for its commits, and ends when the run is aborted', async (t) => {
  const x = Float32Array.from({ length: 10 }, (_, i) => i)
  const splits = datasets.tensors({ train: { x: { data: x } } })
  const plan = { ...planBatches({ splits, batch: 4, shards: 2, workers: 1 }), depth: 4, block: 2, places: 16 }
  const ledger = ledgerOf(2, 4)
  const loader = await Loader.start({ plan, splits, seed: 1, endStep: 100, gate: ledgerGate(ledger.view) })
  t.teardown(() => loader.close())
  const sampler = new Sampler(1, 10, 4, 2)
  for (let step = 0; step < 4; step++) {
    for (const shard of [0, 1]) {
      const place = step * 2 + shard
      while (find(ledger, batchWord(step, place)) < 0) await new Promise((resolve) => setImmediate(resolve))
      t.deepEqual([...openBatch(loader.shared.train, place).x!], [...sampler.indices(step, shard)])
    }
  }
  t.is(find(ledger, batchWord(4, 0)), -1, 'step 0 is not committed')
  core().abort(ledger.view)
  await loader.close()
})

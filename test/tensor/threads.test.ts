import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import test from 'ava'
import { memory, zeros } from '../../src/tensor/index.js'

const script = new URL('../fixtures/tensor/busy-worker.js', import.meta.url)

test.serial(
  'workers have tables of their own, agree on the numbers, and may be terminated in native code',
  async (t) => {
    zeros([1]).dispose() // main loads the addon first
    const before = memory().tensors
    const workers = Array.from(
      { length: 8 },
      (_, k) => new Worker(script, { workerData: { endless: k % 2 === 0 } }),
    )
    const exits = workers.map((worker) => once(worker, 'exit'))
    const values = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0]))
    t.is(new Set(values).size, 1)
    for (const worker of workers) void worker.terminate()
    await Promise.all(exits)
    t.is(memory().tensors, before)
  },
)

test.serial('the garbage collector frees what was forgotten', async (t) => {
  setFlagsFromString('--expose_gc')
  const collect = runInNewContext('gc') as () => void
  const before = memory().tensors
  for (let k = 0; k < 1000; k++) zeros([10])
  t.true(memory().tensors >= before + 900)
  for (let turn = 0; turn < 1000 && memory().tensors > before + 64; turn++) {
    collect()
    // Finalizers run as tasks of their own.
    await new Promise((resolve) => setImmediate(resolve))
  }
  // The nursery still holds the last few.
  t.true(memory().tensors <= before + 64, `${memory().tensors}`)
})

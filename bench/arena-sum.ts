/**
 * The arena's sum of two slots into a third place, by two threads, half each: `node arena-sum.js ELEMENTS REPEATS`
 * prints the median in milliseconds. peers/memcpy.cc and peers/gloo_sum.py do their work in the same way.
 */
import { performance } from 'node:perf_hooks'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { torch } from '../src/native/index.js'
import { median } from './rows.js'

/** The one function of torch.node that is used here; cpp/arena/tree_sum.h says what it does. */
interface SumAddon {
  /** Elements [begin, end) of `left` + `right`, to `out`. */
  treeSum(out: Float32Array, left: Float32Array, right: Float32Array, begin: number, end: number): void
}

interface Shared {
  readonly left: Float32Array
  readonly right: Float32Array
  readonly sum: Float32Array
  /** Word 0: the round that workers may start; word 1: halves that have been finished. */
  readonly words: Int32Array
}

const ROUND = 0
const DONE = 1
const THREADS = 2

function main(elements: number, repeats: number): void {
  torch() // in main before any worker does
  const floats = () => new Float32Array(new SharedArrayBuffer(elements * 4))
  const shared: Shared = {
    left: floats().fill(1.5),
    right: floats().fill(2.25),
    sum: floats().fill(1), // touched, so that no page is made inside a timed round
    words: new Int32Array(new SharedArrayBuffer(8)),
  }
  const workers = Array.from({ length: THREADS }, (_, index) => {
    return new Worker(new URL(import.meta.url), { workerData: { shared, index, rounds: repeats + 1 } })
  })
  const times: number[] = []
  const { words } = shared
  // Main blocks between rounds: both cores belong to the two threads. Workers start without its event loop.
  for (let round = 1; round <= repeats + 1; round++) {
    if (round === 1) waitForWorkers(words)
    const begin = performance.now()
    Atomics.store(words, DONE, 0)
    Atomics.store(words, ROUND, round)
    Atomics.notify(words, ROUND)
    for (let done = 0; done < THREADS; done = Atomics.load(words, DONE)) Atomics.wait(words, DONE, done, 100)
    if (round > 1) times.push(performance.now() - begin) // the first warms up
  }
  if (shared.sum[0] !== 3.75 || shared.sum[elements - 1] !== 3.75) throw new Error('the sum is wrong')
  for (const worker of workers) worker.unref()
  console.log(JSON.stringify({ milliseconds: median(times) }))
}

/** Loading libtorch takes a thread a while, which is not to be timed. */
function waitForWorkers(words: Int32Array): void {
  for (let ready = 0; ready < THREADS; ready = Atomics.load(words, DONE))
    Atomics.wait(words, DONE, ready, 100)
}

function work(): void {
  const { shared, index, rounds } = workerData as { shared: Shared; index: number; rounds: number }
  const { words } = shared
  // Halves meet at a border of 4096 elements, as chunks of the arena do.
  const border = Math.floor(shared.sum.length / 2 / 4096) * 4096
  const [begin, end] = index === 0 ? [0, border] : [border, shared.sum.length]
  const addon = torch() as SumAddon
  finish(words)
  for (let round = 1; round <= rounds; round++) {
    while (Atomics.load(words, ROUND) < round) Atomics.wait(words, ROUND, round - 1, 100)
    addon.treeSum(shared.sum, shared.left, shared.right, begin, end)
    finish(words)
  }
}

function finish(words: Int32Array): void {
  Atomics.add(words, DONE, 1)
  Atomics.notify(words, DONE)
}

if (isMainThread) main(Number(process.argv[2]), Number(process.argv[3]))
else work()

import { threadId } from 'node:worker_threads'
import { workerData } from 'piscina'
import type { Dataset } from './dataset.js'
import type { DataFunctions } from './functions.js'
import { type BatchGate, batchWord } from './gate.js'
import { type BatchMemory, openBatch } from './layout.js'
import { PreparationFailure, Preparer } from './preparer.js'
import {
  Activity,
  CONTROL_WORDS,
  Control,
  type EvaluationTask,
  type LoaderTask,
  type SharedSplit,
  type TaskOutcome,
  type TrainingTask,
  type WorkerSetup,
} from './protocol.js'
import { Sampler } from './sampler.js'

/** How long one wait for a commit lasts; between two the worker looks whether the loader is closing. */
const SLICE_MS = 100

const setup = workerData as WorkerSetup
const { control } = setup

/** The row of control words of the task under way. */
let row = 0

function tell(word: number, value: number): void {
  Atomics.store(control, row * CONTROL_WORDS + word, value)
}

let progress = 0

function note(sample: number): void {
  progress = (progress + 1) | 0
  tell(Control.sample, sample)
  tell(Control.progress, progress)
}

interface Shop {
  readonly gate: BatchGate
  readonly sampler: Sampler
  readonly train: Preparer
  readonly test: Preparer | undefined
}

let shop: Promise<Shop> | undefined

async function open(): Promise<Shop> {
  const { train, test, functions, seed } = setup
  const gateModule = (await import(setup.gate.module)) as { openGate(handle: unknown): BatchGate }
  const task = functions && ((await import(functions.module)) as { default: DataFunctions }).default
  const remade = train.kind === 'function' || test?.kind === 'function' ? await remake(task) : undefined
  const augment = functions?.augment ? task?.augment?.bind(task) : undefined
  const collate = functions?.collate ? task?.collate?.bind(task) : undefined
  return {
    gate: gateModule.openGate(setup.gate.handle),
    sampler: new Sampler(seed, train.length, setup.batch, setup.shards),
    train: new Preparer(resolve('train', train, remade), seed, augment, collate, note),
    test: test && new Preparer(resolve('test', test, remade), seed, undefined, collate, note),
  }
}

async function remake(
  task: DataFunctions | undefined,
): Promise<{ train: Dataset; test?: Dataset | undefined }> {
  if (task === undefined || setup.functions === undefined) {
    throw new PreparationFailure(
      { during: 'data' },
      'a dataset of functions needs the task module it comes from',
    )
  }
  try {
    return await task.data(setup.functions.context)
  } catch (error) {
    const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw new PreparationFailure({ during: 'data' }, `it failed in a data worker: ${problem}`, error)
  }
}

function resolve(
  name: 'train' | 'test',
  split: SharedSplit,
  remade: { train: Dataset; test?: Dataset | undefined } | undefined,
): Dataset {
  if (split.kind === 'columns') return split
  const dataset = remade?.[name]
  if (dataset?.length !== split.length || JSON.stringify(dataset.fields) !== JSON.stringify(split.fields)) {
    const problem = `its ${name} split is another one in a data worker than on the main thread; make it a function of its context alone`
    throw new PreparationFailure({ during: 'data' }, problem)
  }
  return dataset
}

const opened = new Map<BatchMemory, ReturnType<typeof openBatch>[]>()

/** Views of a place, made once: a typed array costs more to make than a small batch to fill. */
function viewsOf(memory: BatchMemory, place: number): ReturnType<typeof openBatch> {
  let places = opened.get(memory)
  if (places === undefined) {
    places = []
    opened.set(memory, places)
  }
  places[place] ??= openBatch(memory, place)
  return places[place]!
}

async function train(task: TrainingTask, { gate, sampler, train }: Shop): Promise<TaskOutcome> {
  const { depth, shards, memory } = setup
  const indices = new Uint32Array(sampler.shardBatch)
  let at = 0
  for (let step = task.step; step < task.end; step++) {
    tell(Control.sample, -1)
    // The shard first: a death between the two repeats the step before, the other order would skip this one.
    tell(Control.shard, step === task.step ? task.shard : 0)
    tell(Control.step, step)
    tell(Control.activity, Activity.waiting)
    // The buffers of step − depth are these: they may change once no agent needs them any more.
    while (step >= depth) {
      const outcome = gate.waitCommitted(step - depth, SLICE_MS)
      if (outcome === 'ready') break
      if (outcome === 'aborted' || Atomics.load(control, Control.closing) !== 0) return { outcome: 'stopped' }
    }
    if (Atomics.load(control, Control.closing) !== 0) return { outcome: 'stopped' }
    tell(Control.activity, Activity.filling)
    for (let shard = step === task.step ? task.shard : 0; shard < shards; shard++) {
      const place = task.places[at++]!
      const key = { step, shard, position: sampler.position(step, shard) }
      const filled = train.fill(sampler.indices(step, shard, indices), viewsOf(memory, place), key)
      if (filled !== undefined) await filled
      gate.publish((step % depth) * shards + shard, batchWord(step, place))
      // Only now: whoever takes over after a death prepares at worst a published shard again, into another place.
      tell(Control.shard, shard + 1)
      note(-1)
    }
  }
  return { outcome: 'done' }
}

async function evaluate(task: EvaluationTask, { test }: Shop): Promise<TaskOutcome> {
  const memory = setup.evaluation!
  const { rows } = memory.layout
  for (let batch = task.first; batch < task.end; batch++) {
    tell(Control.step, -1)
    tell(Control.shard, batch)
    tell(Control.activity, Activity.filling)
    const from = batch * rows
    const count = Math.min(rows, test!.dataset.length - from)
    const indices = Uint32Array.from({ length: count }, (_, i) => from + i)
    await test!.fill(indices, openBatch(memory, batch, count), { step: -1, shard: batch })
    note(-1)
    if (Atomics.load(control, Control.closing) !== 0) return { outcome: 'stopped' }
  }
  return { outcome: 'done' }
}

/** Piscina's entry: one block of batches. */
export default async function work(task: LoaderTask): Promise<TaskOutcome> {
  row = task.row
  tell(Control.threadId, threadId)
  tell(Control.activity, Activity.starting)
  note(-1)
  try {
    shop ??= open()
    const ready = await shop
    return task.kind === 'training' ? await train(task, ready) : await evaluate(task, ready)
  } catch (error) {
    if (error instanceof PreparationFailure) {
      const stack = error.cause instanceof Error ? error.cause.stack : undefined
      return { outcome: 'failed', place: error.place, problem: error.problem, stack }
    }
    const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    const stack = error instanceof Error ? error.stack : undefined
    return { outcome: 'failed', place: { during: 'prepare' }, problem, stack }
  } finally {
    tell(Control.activity, Activity.none)
  }
}

import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import type { Arena } from '../../src/arena/index.js'
import { Action } from '../../src/arena/index.js'
import { Loader, ledgerGate } from '../../src/data/index.js'
import { prepareThread } from '../../src/native/index.js'
import { loadTask, prepareTask } from '../../src/training/load.js'
import { checkOptions } from '../../src/training/options.js'
import { makeArena, prepareRun } from '../../src/training/prepare.js'
import { equip, Session, type SessionSpec } from '../../src/training/session.js'
import { digestOf, Trial, tryLiveShard } from '../../src/training/trial.js'
import { scratch } from '../fixtures/tasks/run.js'

const stateful = new URL('../fixtures/tasks/stateful.js', import.meta.url)

/** A run of one agent that is led from here: its session, and the first shard it takes. */
async function runOf(shards: number, first: number, steps: number) {
  const options = checkOptions({ agents: 1, shards, steps, seed: 5 })
  const source = await prepareTask(fileURLToPath(stateful), scratch(), {})
  prepareThread(options.threads)
  const prepared = await prepareRun(source, await loadTask(source), options, undefined)
  const arena = makeArena(prepared, 0, options)
  const loader = await Loader.start({
    plan: prepared.batches,
    splits: prepared.splits,
    seed: options.seed,
    endStep: steps,
    gate: ledgerGate(arena.ledger.view),
  })
  const spec: SessionSpec = {
    task: { name: prepared.name, path: source.path, url: source.url },
    settings: prepared.settings,
    seed: options.seed,
    threads: options.threads,
    precision: 'float32',
    onNonfinite: 'fail',
    arena: arena.shared,
    batches: loader.shared.train,
    probe: prepared.probe,
    evaluation: {
      memory: loader.shared.evaluation!.memory,
      rows: loader.shared.evaluation!.counts,
      metrics: prepared.metrics,
    },
  }
  arena.ledger.setRange(0, first, shards)
  arena.ledger.setRange(1, 0, first)
  const seat = arena.admit(0, 1)
  const session = Session.open(spec, await equip(spec), seat, { step: () => {} })
  session.sit()
  arena.ledger.open()
  return { spec, arena, seat, session, loader }
}

/** Leads the session until it has computed the first shard of `step`. Batches come by way of this event loop. */
async function computeFirstOf(session: Session, step: number): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end; await setImmediate()) {
    if (session.move(1) === Action.compute && session.stepper.step === step) return
  }
  throw new Error(`step ${step} was never computed`)
}

const bytesOf = (floats: Float32Array) => Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength)
/** All that agents share and a trial might damage. */
const stateOf = ({ shared: { ledger: _, ...rest } }: Arena) =>
  digestOf(rest.parameters, rest.buffers, rest.running, ...rest.moments)

for (const shard of [0, 1, 3]) {
  test.serial(`a trial of shard ${shard} has the bytes that its slot has in the run`, async (t) => {
    const { spec, arena, seat, session, loader } = await runOf(4, shard, 4)
    try {
      await computeFirstOf(session, 2)
      t.is(session.stepper.shard, shard)
      const before = stateOf(arena)
      const slot = arena.slot(seat, 0)
      t.true(slot.some((value) => value !== 0))
      const place = session.stepper.place
      const gradient = await tryLiveShard(spec, { step: 2, shard, shards: 4, place })
      t.deepEqual(bytesOf(gradient), bytesOf(slot))
      t.is(digestOf(gradient), digestOf(slot))
      t.is(stateOf(arena), before, 'the arena is only read')
      // Keyed by step and shard: another one is not the same by accident.
      const other = await tryLiveShard(spec, { step: 2, shard: (shard + 1) % 4, shards: 4, place })
      t.not(digestOf(other), digestOf(slot))
    } finally {
      arena.ledger.abort()
      await loader.close()
    }
  })
}

test.serial('a planned fault spoils a trial, and is said to have done so', async (t) => {
  const { spec, arena, session, loader } = await runOf(2, 0, 2)
  try {
    await computeFirstOf(session, 0)
    const at = { step: 0, shard: 0, shards: 2, place: session.stepper.place }
    const plain = new Trial(spec, at)
    const right = plain.compute(await equip(spec))
    t.false(plain.spoilt)
    for (const fault of ['nan', 'flip'] as const) {
      const trial = new Trial(spec, at, fault)
      const gradient = trial.compute(await equip(spec))
      t.true(trial.spoilt)
      t.not(digestOf(gradient), digestOf(right))
      t.is(gradient.filter((value, i) => !Object.is(value, right[i])).length, 1, 'one element of all')
    }
  } finally {
    arena.ledger.abort()
    await loader.close()
  }
})

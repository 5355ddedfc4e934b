import test from 'ava'
import { SimulationOptionError, simulation, testSystem, VirtualClock } from '../../src/testing/index.js'
import Counter from '../fixtures/actors/counter.js'

// What TypeScript refuses, programs without types do all the same.
const wrong = (value: unknown) => value as never
const refused = { instanceOf: SimulationOptionError, code: 'ERR_SIMULATION_OPTION' }

test('a system or a simulation with options that are none is refused', async (t) => {
  for (const options of [null, 5, 'text', [], () => {}]) {
    await t.throwsAsync(testSystem(wrong(options)), refused)
    t.throws(() => simulation(wrong(options)), refused)
  }
  for (const onFailure of [null, 5, {}])
    await t.throwsAsync(testSystem({ onFailure: wrong(onFailure) }), refused)
  for (const loss of [Symbol('x'), '0.5', 2]) t.throws(() => simulation({ loss: wrong(loss) }), refused)
  const latency = { minMs: wrong(Symbol('x')), maxMs: 1 }
  t.throws(() => simulation({ latency }), refused)
})

test('links and partitions are named by paths', (t) => {
  const sim = simulation()
  for (const given of [undefined, null, 5, 'main']) {
    t.throws(() => sim.link(wrong(given), {}), refused)
    t.throws(() => sim.link({}, wrong(given)), refused)
    t.throws(() => sim.partition(wrong(given), ['main']), refused)
    t.throws(() => sim.partition(['main'], wrong([given, 5])), refused)
  }
  t.throws(() => sim.link({ from: wrong(5) }, {}), refused)
})

test('a clock takes times and functions only, and still runs afterwards', async (t) => {
  const clock = new VirtualClock()
  for (const ms of [undefined, null, '1', Number.NaN, Symbol('x'), 1n])
    t.throws(() => clock.schedule(wrong(ms), () => {}), refused)
  t.throws(() => clock.schedule(1, wrong(5)), refused)
  for (const promise of [undefined, null, 5, {}]) await t.throwsAsync(clock.until(wrong(promise)), refused)
  let fired = false
  clock.schedule(1, () => {
    fired = true
  })
  await clock.advance(1)
  t.true(fired)
})

test('probes refuse spans that are none, and names that are none never come', async (t) => {
  await using system = await testSystem()
  for (const options of [null, 5, 'text']) await t.throwsAsync(system.probe(wrong(options)), refused)
  const probe = await system.probe()
  const ref = await system.spawn(Counter, { from: 1 })
  for (const within of [null, 5, { withinMs: Number.NaN }, { withinMs: '5' }]) {
    await t.throwsAsync(probe.expectMessage('x', wrong(within)), refused)
    await t.throwsAsync(probe.expectNoMessage(wrong(within)), refused)
    await t.throwsAsync(probe.expectTerminated(ref, wrong(within)), refused)
  }
  await t.throwsAsync(probe.expectMessage(wrong(Symbol('x')), { withinMs: 1 }), { code: 'ERR_EXPECTATION' })
  await t.throwsAsync(system.stop(wrong(null)), { code: 'ERR_ACTOR_OPTION' })
})

import test from 'ava'
import { type ActorRef, defineActor } from '../../src/actor/index.js'
import { ExpectationError, testSystem } from '../../src/testing/index.js'
import Counter from '../fixtures/actors/counter.js'

/** Says `tick` to somebody every 100 ms, and asks it for its name first. */
const Ticker = defineActor(import.meta.url, (ctx, { to }: { to: ActorRef }) => {
  let n = 0
  ctx.timers.every(100, () => to.tell('tick', ++n))
  return {
    greet: async () => `hello ${await to.ask('name', undefined, { timeoutMs: 1000 })}`,
    fail: () => {
      throw new RangeError('as asked')
    },
  }
})

test('a probe gets messages in order, and the clock moves only as far as it must', async (t) => {
  const system = await testSystem({ seed: 1 })
  const probe = await system.probe<{ tick: (n: number) => void }>({ name: 'probe' })
  await system.spawn(Ticker, { to: probe.ref })
  t.is(probe.ref.path, '/probe')
  const first = await probe.expectMessage('tick')
  t.is(first.payload, 1)
  t.is(first.atMs, 100)
  t.is(system.simulation.clock.now(), 100)
  t.is((await probe.expectMessage()).payload, 2)
  await probe.expectNoMessage({ withinMs: 99 })
  await system.advance(201)
  t.deepEqual(
    probe.received.map(({ payload }) => payload),
    [1, 2, 3, 4, 5].slice(0, probe.received.length),
  )
  await system.stop()
})

test('a probe answers asks, or fails them', async (t) => {
  const system = await testSystem()
  const probe = await system.probe()
  const ticker = await system.spawn(Ticker, { to: probe.ref }, { name: 'ticker' })
  const greeting = ticker.ask('greet', undefined, { timeoutMs: 1000 })
  ;(await probe.expectMessage('name')).reply('probe')
  t.is(await system.until(greeting), 'hello probe')
  const refused = ticker.ask('greet', undefined, { timeoutMs: 1000 })
  ;(await probe.expectMessage('name')).fail(new TypeError('nameless'))
  await t.throwsAsync(system.until(refused), { instanceOf: TypeError, message: 'nameless' })
  await system.stop()
})

test('what is missing is told with what came instead', async (t) => {
  const system = await testSystem()
  const probe = await system.probe({ name: 'p' })
  const missed = (promise: Promise<unknown>, message: string) =>
    t.throwsAsync(promise, { instanceOf: ExpectationError, code: 'ERR_EXPECTATION', message })
  await missed(
    probe.expectMessage('done', { withinMs: 50 }),
    "/p expected the message 'done' within 50 ms, but nothing came",
  )
  probe.ref.tell('progress', { percent: 50 })
  await missed(
    probe.expectMessage('done'),
    "/p expected the message 'done', but 'progress' ({ percent: 50 }) at 0 ms came",
  )
  await missed(
    probe.expectMessage('done', { withinMs: 10 }),
    "/p expected the message 'done' within 10 ms, but nothing came after 'progress' ({ percent: 50 }) at 0 ms",
  )
  probe.ref.tell('late')
  await missed(
    probe.expectNoMessage({ withinMs: 5 }),
    "/p expected no message within 5 ms, but 'late' (undefined) at 0 ms came",
  )
  const counter = await system.spawn(Counter, { from: 0 }, { name: 'counter' })
  await missed(
    probe.expectTerminated(counter, { withinMs: 20 }),
    '/p expected /counter to terminate within 20 ms, but it lives',
  )
  await system.stop()
})

test('deaths, failures and dead letters are seen', async (t) => {
  const system = await testSystem()
  const probe = await system.probe()
  const ticker = await system.spawn(Ticker, { to: probe.ref }, { placement: 'here', name: 'ticker' })
  ticker.tell('fail')
  const down = await probe.expectTerminated(ticker)
  t.is(down.reason, 'failed')
  t.true(down.error instanceof RangeError)
  t.like(system.failures, [{ path: '/ticker', decision: 'stop' }])
  ticker.tell('greet')
  t.like(system.deadLetters, [{ path: '/ticker', name: 'greet', reason: 'down' }])
  t.is((await probe.expectTerminated(ticker)).reason, 'failed')
  await system.stop()
})

test('hours of back-off pass at once, and stop ends partitions', async (t) => {
  const system = await testSystem({ latency: { minMs: 1, maxMs: 9 } })
  const supervise = {
    strategy: 'one-for-one',
    maxRestarts: 9,
    withinMs: 2 ** 30,
    backoff: { minMs: 3_600_000, maxMs: 7_200_000 },
  } as const
  const counter = await system.spawn(Counter, { from: 3 }, { placement: 'thread', name: 'c', supervise })
  counter.tell('fail', 'on purpose')
  await system.advance(3_700_000)
  t.is(await system.until(counter.ask('incarnation', undefined, { timeoutMs: 100 })), 1)
  system.simulation.partition(['main'], ['/c'])
  await system.stop()
  t.pass()
})

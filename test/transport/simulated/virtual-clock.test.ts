import test from 'ava'
import { VirtualClock } from '../../../src/transport/simulated/virtual-clock.js'

test('what falls due fires in order of time, then of scheduling, and what was cancelled does not', async (t) => {
  const clock = new VirtualClock()
  const log: string[] = []
  const note = (what: string) => () => log.push(`${what} at ${clock.now()}`)
  for (const ms of [30, 10, 20, 10]) clock.schedule(ms, note(`${ms}`))
  clock.schedule(15, note('cancelled'))()
  t.is(clock.pending, 4)
  await clock.advance(25)
  t.deepEqual(log, ['10 at 10', '10 at 10', '20 at 20'])
  t.is(clock.now(), 25)
  await clock.advance(100)
  t.is(log.at(-1), '30 at 30')
  t.is(clock.pending, 0)
})

test('ten thousand timers in any order, most of them cancelled, fire in order', async (t) => {
  const clock = new VirtualClock()
  const fired: number[] = []
  for (let i = 0; i < 10_000; i++) {
    const due = (i * 7919) % 10_007
    const cancel = clock.schedule(due, () => fired.push(due))
    if (due % 50 !== 0) cancel()
  }
  await clock.advance(10_007)
  t.true(fired.length > 190)
  t.deepEqual(
    fired,
    fired.toSorted((a, b) => a - b),
  )
})

test('between two timers everything runs out that takes no time: promises, immediates, imports', async (t) => {
  const clock = new VirtualClock()
  const log: string[] = []
  clock.schedule(1, () => {
    void (async () => {
      for (let i = 0; i < 20; i++) await new Promise<void>((resolve) => setImmediate(resolve))
      await import('node:string_decoder')
      log.push('first')
    })()
  })
  clock.schedule(2, () => log.push('second'))
  await clock.advance(2)
  t.deepEqual(log, ['first', 'second'])
})

test('until moves the clock only as far as it must, and says so when the promise can not settle', async (t) => {
  const clock = new VirtualClock()
  const soon = new Promise((resolve) => clock.schedule(10, () => resolve('soon')))
  clock.schedule(1000, () => {})
  t.is(await clock.until(soon), 'soon')
  t.is(clock.now(), 10)
  const never = new Promise(() => {})
  await t.throwsAsync(clock.until(never, 50), {
    code: 'ERR_SIMULATION_STALLED',
    message: /has not come by 60/,
  })
  await t.throwsAsync(clock.until(never), { code: 'ERR_SIMULATION_STALLED', message: /can't come/ })
  await t.throwsAsync(clock.until(Promise.reject(new RangeError('no'))), { instanceOf: RangeError })
})

test('runUntilIdle ends with the last timer, or after its limit', async (t) => {
  const clock = new VirtualClock()
  clock.schedule(5, () => clock.schedule(5, () => {}))
  t.true(await clock.runUntilIdle())
  t.is(clock.now(), 10)
  const again = () => {
    clock.schedule(1, again)
  }
  again()
  t.false(await clock.runUntilIdle(100))
  t.is(clock.now(), 110)
})

test('time that is none is refused: the clock never turns back, nor loses its time', async (t) => {
  const clock = new VirtualClock()
  await clock.advance(5)
  for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, '5' as unknown as number]) {
    await t.throwsAsync(clock.advance(ms), { code: 'ERR_SIMULATION_OPTION' })
    await t.throwsAsync(clock.runUntilIdle(ms), { code: 'ERR_SIMULATION_OPTION' })
    await t.throwsAsync(clock.until(Promise.resolve(), ms), { code: 'ERR_SIMULATION_OPTION' })
  }
  t.is(clock.now(), 5)
})

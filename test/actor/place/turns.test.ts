import test from 'ava'
import { defineActor, systemClock, VirtualClock } from '../../../src/actor/index.js'
import { type Runnable, Turns } from '../../../src/actor/place/turns.js'
import { start } from '../helpers.js'

const styles = {
  sync: (again: () => void) => () => again(),
  async: (again: () => void) => async () => {
    await null
    again()
  },
}
for (const [style, handler] of Object.entries(styles)) {
  for (const [kind, makeClock] of [
    ['real', () => systemClock],
    ['still', () => new VirtualClock()],
  ] as const) {
    test(`3: an actor whose ${style} handler tells itself work forever leaves timers and I/O their turn (${kind} clock)`, async (t) => {
      const system = await start(t, { clock: makeClock() })
      let running = true
      const ref = await system.spawn(
        defineActor(import.meta.url, (ctx) => ({
          again: handler(() => {
            if (running) ctx.self.tell('again')
          }),
        })),
        undefined,
      )
      ref.tell('again')
      await new Promise((resolve) => setTimeout(resolve, 1))
      running = false
      t.pass()
    })
  }
}

test('3: a turn ends by time too: slow handlers do not hold up I/O for a thousand messages', async (t) => {
  const clock = new VirtualClock()
  let now = 0
  clock.now = () => now
  const turns = new Turns(clock)
  let done = 0
  const slow: Runnable = {
    spentMs: 0,
    run: (budget) => {
      let n = 0
      for (; n < budget && done < 2000; n++) {
        done++
        now += 2 // each piece of work takes 2 ms of this clock
      }
      if (done < 2000) turns.add(slow)
      return n
    },
  }
  turns.add(slow)
  const perTask: number[] = []
  for (let before = 0; done < 2000; before = done) {
    await new Promise((resolve) => setImmediate(resolve))
    perTask.push(done - before)
  }
  t.true(perTask.length > 100, `the work took ${perTask.length} tasks`)
  t.true(Math.max(...perTask.slice(3)) <= 6, `at most ${Math.max(...perTask.slice(3))} pieces a task`)
})

test('what throws out of one actor, as a hook of the program may, leaves the others their turn', async (t) => {
  const turns = new Turns(systemClock)
  const thrown: unknown[] = []
  const ran: string[] = []
  const runnable = (name: string, act: () => void): Runnable => ({
    spentMs: 0,
    run: () => {
      ran.push(name)
      act()
      return 1
    },
  })
  const original = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.once('uncaughtException', (error) => thrown.push(error))
  turns.add(
    runnable('throws', () => {
      throw new Error('astray')
    }),
  )
  turns.add(runnable('next', () => {}))
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  for (const listener of original) process.on('uncaughtException', listener)
  t.deepEqual(ran, ['throws', 'next'])
  t.is(thrown.length, 1)
})

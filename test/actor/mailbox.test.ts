import test from 'ava'
import {
  type ActorContext,
  type DeadLetter,
  defineActor,
  MailboxFullError,
  VirtualClock,
} from '../../src/actor/index.js'
import Keeper from '../fixtures/actors/keeper.js'
import { ask, gate, start, unhurried, until } from './helpers.js'

/** Records what it handles; `wait` holds the actor until its gate opens. */
const recorder = (log: unknown[]) =>
  defineActor(import.meta.url, () => ({
    note: (value: unknown) => {
      log.push(value)
    },
    wait: async (passed: Promise<unknown>) => {
      log.push('enter')
      await passed
      log.push('leave')
    },
    flush: () => log.length,
  }))

test('1: messages of one sender are handled in the order they were sent', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  const ref = await system.spawn(recorder(log), undefined)
  for (let i = 0; i < 500; i++) ref.tell('note', i)
  await ref.ask('flush', undefined, ask)
  t.deepEqual(
    log,
    Array.from({ length: 500 }, (_, i) => i),
  )
})

test('1: the order of a pair holds across threads, tells and asks alike', async (t) => {
  const system = await start(t)
  const keeper = await system.spawn(Keeper, {}, { placement: 'thread' })
  const asked: Promise<unknown>[] = []
  for (let i = 0; i < 300; i++) {
    if (i % 3 === 0) asked.push(keeper.ask('note', String(i), ask))
    else keeper.tell('note', String(i))
  }
  await Promise.all(asked)
  t.deepEqual(
    await keeper.ask('log', undefined, ask),
    Array.from({ length: 300 }, (_, i) => String(i)),
  )
})

test('2: one handler runs at a time, also across await', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  const ref = await system.spawn(recorder(log), undefined)
  const { open, passed } = gate()
  ref.tell('wait', passed)
  ref.tell('note', 'second')
  await until(() => log.length === 1, 'the first handler')
  await new Promise((resolve) => setImmediate(resolve))
  t.deepEqual(log, ['enter'])
  open()
  await ref.ask('flush', undefined, ask)
  t.deepEqual(log, ['enter', 'leave', 'second'])
})

test('3: a full mailbox turns tells into dead letters, refuses offers and rejects asks', async (t) => {
  const system = await start(t)
  const letters: DeadLetter[] = []
  system.deadLetters.subscribe((letter) => letters.push(letter))
  const log: unknown[] = []
  const ref = await system.spawn(recorder(log), undefined, { name: 'small', mailbox: { capacity: 2 } })
  const { open, passed } = gate()
  ref.tell('wait', passed)
  await until(() => log.length === 1, 'the handler')
  t.true(ref.offer('note', 1))
  t.true(ref.offer('note', 2))
  t.false(ref.offer('note', 3))
  ref.tell('note', 4)
  const error = await t.throwsAsync(ref.ask('flush', undefined, ask), { instanceOf: MailboxFullError })
  t.like(error, { code: 'ERR_MAILBOX_FULL', fields: { path: '/small', capacity: 2 } })
  open()
  await until(() => log.length === 4, 'the rest')
  t.deepEqual(log, ['enter', 'leave', 1, 2])
  t.deepEqual(letters, [{ path: '/small', name: 'note', reason: 'mailbox-full', suppressed: 0 }])
})

test('3: drop-old makes room for the newest message', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  const ref = await system.spawn(recorder(log), undefined, { mailbox: { capacity: 2, overflow: 'drop-old' } })
  const { open, passed } = gate()
  ref.tell('wait', passed)
  await until(() => log.length === 1, 'the handler')
  for (let i = 1; i <= 4; i++) ref.tell('note', i)
  open()
  await until(() => log.length === 4, 'the rest')
  t.deepEqual(log, ['enter', 'leave', 3, 4])
  t.is(system.deadLetters.count, 2)
})

test('3: control messages go first: a stop overtakes what is queued', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  let context!: ActorContext
  await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
  )
  const ref = await context.spawn(recorder(log), undefined, { name: 'child' })
  const { open, passed } = gate()
  ref.tell('wait', passed)
  await until(() => log.length === 1, 'the handler')
  for (let i = 0; i < 10; i++) ref.tell('note', i)
  const stopped = context.stop(ref, unhurried)
  open()
  await stopped
  t.deepEqual(log, ['enter', 'leave'])
  t.is(system.deadLetters.count, 10)
})

test('10: dead letters say why, and a flood is counted but not reported one by one', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const letters: DeadLetter[] = []
  const unsubscribe = system.deadLetters.subscribe((letter) => letters.push(letter))
  const ref = await system.spawn(recorder([]), undefined, { name: 'gone' })
  ;(ref as any).tell('constructor', 1)
  await ref.ask('flush', undefined, ask)
  const killed = system.kill(ref)
  await clock.advance(0)
  await killed
  for (let i = 0; i < 1000; i++) ref.tell('note', i)
  t.is(letters[0]?.reason, 'unknown-message')
  t.is(letters[1]?.reason, 'down')
  t.is(system.deadLetters.count, 1001)
  t.is(letters.length, 100)
  // The last one, when its second is over, speaks for those that were only counted.
  await clock.advance(1000)
  t.deepEqual(
    letters.map(({ suppressed }) => suppressed),
    [...Array(100).fill(0), 900],
  )
  unsubscribe()
})

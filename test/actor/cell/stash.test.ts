import test from 'ava'
import {
  type ActorRef,
  type DeadLetter,
  defineActor,
  StashFullError,
  VirtualClock,
} from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import { ask, start, supervise, until } from '../helpers.js'

/** A door that puts visitors aside while it is shut. */
const Door = defineActor(import.meta.url, (ctx, log: unknown[]) => {
  let opened = false
  return {
    open: () => {
      opened = true
      ctx.unstashAll()
    },
    shut: () => {
      opened = false
    },
    enter: (who: string) => {
      if (!opened) {
        ctx.stash()
        return 'ignored'
      }
      log.push(who)
      return `welcome, ${who}`
    },
    fail: () => {
      throw new Error('off its hinges')
    },
    stashAndFail: () => {
      ctx.stash()
      throw new Error('after the stash')
    },
    twice: () => {
      ctx.stash()
      ctx.stash()
    },
    log: () => log,
  }
})

test('a stashed ask is answered by whoever handles it later, not by the handler that put it aside', async (t) => {
  const system = await start(t)
  const door = await system.spawn(Door, [])
  const answer = door.ask('enter', 'ada', ask)
  await door.ask('log', undefined, ask)
  door.tell('open')
  t.is(await answer, 'welcome, ada')
})

test('unstashAll puts the stash before what waits, in the order in which it came', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  const door = await system.spawn(Door, log)
  for (const who of ['a', 'b', 'c']) door.tell('enter', who)
  await door.ask('log', undefined, ask)
  door.tell('open')
  for (const who of ['d', 'e']) door.tell('enter', who)
  await door.ask('log', undefined, ask)
  t.deepEqual(log, ['a', 'b', 'c', 'd', 'e'])
})

test('what is stashed again keeps its place', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  const door = await system.spawn(Door, log)
  const answers = ['a', 'b'].map((who) => door.ask('enter', who, ask))
  await door.ask('log', undefined, ask)
  door.tell('open')
  door.tell('shut')
  await Promise.all(answers)
  door.tell('enter', 'c')
  door.tell('open')
  await door.ask('log', undefined, ask)
  t.deepEqual(log, ['a', 'b', 'c'])
})

test('a stashed ask still times out, and its late reply is dropped', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const log: unknown[] = []
  const door = await system.spawn(Door, log)
  const late = t.throwsAsync(door.ask('enter', 'ada', { timeoutMs: 100 }), { code: 'ERR_ASK_TIMEOUT' })
  await clock.advance(100)
  await late
  door.tell('open')
  await clock.advance(0)
  t.deepEqual(log, ['ada'])
  t.is(system.deadLetters.count, 0)
})

test('a full stash refuses: the ask rejects, the tell is a dead letter, and the actor fails unless it catches that', async (t) => {
  const failures: unknown[] = []
  const system = await start(t, { onFailure: ({ error }) => failures.push(error) })
  const letters: DeadLetter[] = []
  system.deadLetters.subscribe((letter) => letters.push(letter))
  const log: unknown[] = []
  const door = await system.spawn(Door, log, { name: 'door', supervise, mailbox: { stash: 2 } })
  for (const who of ['a', 'b', 'c']) door.tell('enter', who)
  await until(() => failures.length === 1, 'the failure')
  t.true(failures[0] instanceof StashFullError)
  t.like(failures[0], { code: 'ERR_STASH_FULL', fields: { path: '/door', capacity: 2 } })
  t.deepEqual(letters, [{ path: '/door', name: 'enter', reason: 'stash-full', suppressed: 0 }])
  await t.throwsAsync(door.ask('enter', 'd', ask), { instanceOf: StashFullError })
  door.tell('open')
  await until(() => log.length === 2, 'those who found room')
  t.deepEqual(log, ['a', 'b'])
})

test('6: a restart puts the stash back before what waits', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  const door = await system.spawn(Door, log, { supervise })
  const answers = ['a', 'b'].map((who) => door.ask('enter', who, ask))
  door.tell('fail')
  door.tell('open')
  door.tell('enter', 'c')
  t.deepEqual(await Promise.all(answers), ['welcome, a', 'welcome, b'])
  await door.ask('log', undefined, ask)
  t.deepEqual(log, ['c', 'a', 'b'].sort())
})

test('a message that was stashed before its handler failed is not lost with the failure', async (t) => {
  const system = await start(t)
  const door = await system.spawn(Door, [], { supervise: { ...supervise, maxRestarts: 2 } })
  // handled three times: each life stashes it and fails; the third failure is one too many
  await t.throwsAsync(door.ask('stashAndFail', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
})

test('8: the end of an actor refuses its stash: asks reject, tells are dead letters', async (t) => {
  const system = await start(t)
  const door = await system.spawn(Door, [])
  const answer = t.throwsAsync(door.ask('enter', 'a', ask), { code: 'ERR_ACTOR_DOWN' })
  door.tell('enter', 'b')
  await door.ask('log', undefined, ask)
  await system.kill(door)
  await answer
  t.is(system.deadLetters.count, 1)
})

test('stash works once per message, and only inside the handler of one', async (t) => {
  const system = await start(t)
  let outside: unknown
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      try {
        ctx.stash()
      } catch (error) {
        outside = error
      }
      return {}
    }),
    undefined,
  )
  t.regex(String(outside), /only inside the handler/)
  await system.kill(ref)
  const failures: Error[] = []
  const other = await start(t, { onFailure: ({ error }) => failures.push(error) })
  const door: ActorRef<any> = await other.spawn(Door, [])
  door.tell('twice')
  await until(() => failures.length === 1, 'the failure')
  t.regex(failures[0]!.message, /called twice for 'twice'/)
})

test('3: what is unstashed finds room in a full mailbox, and offer counts it', async (t) => {
  const system = await start(t)
  const log: unknown[] = []
  const door = await system.spawn(Door, log, { mailbox: { capacity: 4 } })
  for (const who of ['a', 'b', 'c']) door.tell('enter', who)
  await door.ask('log', undefined, ask)
  door.tell('open')
  for (const who of ['d', 'e', 'f']) t.true(door.offer('enter', who))
  t.false(door.offer('enter', 'g'))
  await until(() => log.length === 6, 'all of them')
  t.deepEqual(log, ['a', 'b', 'c', 'd', 'e', 'f'])
  t.is(system.deadLetters.count, 0)
  t.is(await (await system.spawn(Counter, { from: 1 })).ask('get', undefined, ask), 1)
})

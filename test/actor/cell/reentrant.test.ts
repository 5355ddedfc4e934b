import test from 'ava'
import { type ActorContext, type ActorRef, type Down, defineActor } from '../../../src/actor/index.js'
import { ask, gate, start, supervise, unhurried, until } from '../helpers.js'

const gates = new Map<string, ReturnType<typeof gate<void>>>()
function open(name: string) {
  const made = gates.get(name) ?? gate<void>()
  gates.set(name, made)
  return made
}

const Server = defineActor(import.meta.url, (ctx) => {
  let handling = 0
  return {
    fetch: ctx.reentrant(async (name: string) => {
      handling++
      await open(name).passed
      handling--
      return `got ${name}`
    }),
    fetchAndFail: ctx.reentrant(async (name: string) => {
      await open(name).passed
      throw new RangeError(name)
    }),
    alone: async (name: string) => {
      await open(name).passed
    },
    handling: () => handling,
    incarnation: () => ctx.incarnation,
  }
})

test('2: while a reentrant handler awaits, others are handled, also of the same name', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Server, undefined)
  const answers = [ref.ask('fetch', 'a1', ask), ref.ask('fetch', 'a2', ask)]
  t.is(await ref.ask('handling', undefined, ask), 2)
  open('a2').open()
  t.is(await answers[1], 'got a2')
  t.is(await ref.ask('handling', undefined, ask), 1)
  open('a1').open()
  t.is(await answers[0], 'got a1')
})

test('2: other handlers keep the actor to themselves, also against one that is reentrant', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Server, undefined)
  const alone = ref.ask('alone', 'b1', ask)
  const fetched = ref.ask('fetch', 'b2', ask)
  open('b2').open()
  let answered = false
  void fetched.then(() => {
    answered = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  t.false(answered)
  open('b1').open()
  await alone
  t.is(await fetched, 'got b2')
})

test('2: a cycle of asks through a reentrant handler completes', async (t) => {
  const system = await start(t)
  const Peer = defineActor(import.meta.url, (ctx) => ({
    ping: ctx.reentrant(
      async (to: ActorRef<any>): Promise<string> => `${await to.ask('pong', ctx.self, ask)}!`,
    ),
    pong: async (to: ActorRef<any>): Promise<string> => await to.ask('name', undefined, ask),
    name: () => ctx.path,
  }))
  const a = await system.spawn(Peer, undefined, { name: 'a' })
  const b = await system.spawn(Peer, undefined, { name: 'b' })
  t.is(await a.ask('ping', b, ask), '/a!')
})

test('5: a reentrant handler that fails takes the others that await with it', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Server, undefined, { supervise })
  const failing = t.throwsAsync(ref.ask('fetchAndFail', 'c1', ask), { instanceOf: RangeError })
  const other = t.throwsAsync(ref.ask('fetch', 'c2', ask), { code: 'ERR_ACTOR_DOWN' })
  t.is(await ref.ask('handling', undefined, ask), 1)
  open('c1').open()
  await failing
  t.is((await other)?.cause instanceof RangeError, true)
  t.is(await ref.ask('incarnation', undefined, ask), 1)
  open('c2').open() // the old life's handler ends where nobody hears of it
  t.is(await ref.ask('handling', undefined, ask), 0)
})

test('8: a stop waits for reentrant handlers, and answers their asks', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Server, undefined)
  let context!: ActorContext
  await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
  )
  const downs: Down[] = []
  context.watch(ref, (down) => downs.push(down))
  const answer = ref.ask('fetch', 'd1', ask)
  await ref.ask('handling', undefined, ask)
  const stopped = context.stop(ref, unhurried)
  await new Promise((resolve) => setImmediate(resolve))
  t.deepEqual(downs, [])
  open('d1').open()
  t.is(await answer, 'got d1')
  await stopped
  await until(() => downs.length === 1, 'the death')
  t.is(downs[0]!.reason, 'stopped')
})

import test from 'ava'
import {
  type ActorContext,
  type ActorRef,
  type ActorSystem,
  type Deferred,
  defineActor,
  type GroupOptions,
  type HandlersOf,
  type Peer,
} from '../../src/actor/index.js'
import type { TestSystem } from '../../src/testing/index.js'

// Compiled, never run: each @ts-expect-error fails the build if the wrong use below it compiles.
const Typed = defineActor(import.meta.url, async (ctx: ActorContext, args: { from: number }) => ({
  add: (by: number) => {
    args.from += by
  },
  get: () => args.from,
  find: async (key: string) => ({ key }),
  later: (): Deferred<boolean> => ctx.defer<boolean>(),
  maybe: (limit?: number) => limit ?? 0,
  async *feed(count: number) {
    for (let i = 0; i < count; i++) yield String(i)
  },
}))

async function wrongUse(system: ActorSystem): Promise<void> {
  // @ts-expect-error wrong arguments
  await system.spawn(Typed, { from: 'one' })
  // @ts-expect-error arguments are missing
  await system.spawn(Typed)
  // @ts-expect-error no such placement
  await system.spawn(Typed, { from: 1 }, { placement: 'moon' })
  const often = { maxRestarts: 1, withinMs: 1000 }
  // @ts-expect-error no such strategy
  await system.spawn(Typed, { from: 1 }, { supervise: { strategy: 'all-for-one', ...often } })
  // @ts-expect-error only strategies that concern siblings have a team
  await system.spawn(Typed, { from: 1 }, { supervise: { strategy: 'one-for-one', team: 'a', ...often } })
  // @ts-expect-error the intensity is missing
  await system.spawn(Typed, { from: 1 }, { supervise: { strategy: 'one-for-all' } })
  await system.spawn(Typed, { from: 1 }, { supervise: { strategy: 'rest-for-one', team: 'a', ...often } })
  // @ts-expect-error a device has a name
  await system.spawn(Typed, { from: 1 }, { placement: { device: 0 } })
  // @ts-expect-error the number of threads is missing
  await system.pool({ name: 'a' })
  const pool = await system.pool({ threads: 1 })
  await system.spawn(Typed, { from: 1 }, { placement: { pool } })
  await system.spawn(Typed, { from: 1 }, { placement: { pool: 'by name' } })
  // @ts-expect-error handlers take one payload
  defineActor(import.meta.url, () => ({ two: (_a: number, _b: number) => 0 }))

  const ref = await system.spawn(Typed, { from: 1 })
  // @ts-expect-error unknown message
  ref.tell('subtract', 1)
  // @ts-expect-error wrong payload
  ref.tell('add', 'one')
  // @ts-expect-error payload is missing
  ref.tell('add')
  // @ts-expect-error wrong payload
  ref.offer('add', 'one')
  // @ts-expect-error the timeout is missing
  await ref.ask('get', undefined)
  // @ts-expect-error the timeout is missing
  await ref.ask('get', undefined, {})
  // @ts-expect-error `get` takes no payload
  await ref.ask('get', 1, { timeoutMs: 1 })
  // @ts-expect-error the reply is a number
  const text: string = await ref.ask('get', undefined, { timeoutMs: 1 })
  // @ts-expect-error another actor's ref
  const other: ActorRef<{ stop: () => void }> = ref

  // @ts-expect-error the size is missing
  await system.router(Typed, () => ({ from: 1 }), { strategy: 'round-robin' })
  // @ts-expect-error no such strategy
  await system.router(Typed, () => ({ from: 1 }), { size: 2, strategy: 'sticky' })
  // @ts-expect-error the key is missing
  await system.router(Typed, () => ({ from: 1 }), { size: 2, strategy: 'consistent-hash' })
  // @ts-expect-error wrong arguments
  await system.router(Typed, (index) => ({ from: String(index) }), { size: 2, strategy: 'round-robin' })
  const router = await system.router(Typed, (from) => ({ from }), {
    size: 2,
    strategy: 'consistent-hash',
    key: (name, payload) => `${name} ${payload}`,
  })
  // @ts-expect-error wrong payload
  router.tell('add', 'one')
  // @ts-expect-error the timeout is missing
  await router.ask('get', undefined)

  // @ts-expect-error the size is missing
  await system.spawnGroup(Typed, () => ({ from: 1 }), { name: 'group' })
  // @ts-expect-error wrong arguments
  await system.spawnGroup(Typed, (index) => ({ from: String(index) }), { size: 2 })
  // @ts-expect-error a group's strategy is one-for-all always
  const wrong: GroupOptions = { size: 2, supervise: { strategy: 'one-for-one', ...often } }
  // @ts-expect-error what is moved to one member is lost to the others
  await system.spawnGroup(Typed, () => ({ from: 1 }), { size: 2, transfer: [] })
  const group = await system.spawnGroup(Typed, (from) => ({ from }), {
    size: 2,
    supervise: often,
    placement: (index) => ({ device: `cpu:${index}` }),
  })
  group.tellAll('add', 1)
  group.tellAll('add', (index) => index)
  group.tellAll('maybe')
  // @ts-expect-error payload is missing
  group.tellAll('add')
  // @ts-expect-error wrong payload
  group.tellAll('add', 'one')
  // @ts-expect-error wrong payload of each
  group.tellAll('add', (index) => String(index))
  // @ts-expect-error unknown message
  group.tellAll('subtract', 1)
  // @ts-expect-error a handler that gives a stream can't be told
  group.tellAll('feed', 1)
  // @ts-expect-error the timeout is missing
  await group.askAll('get', undefined)
  // @ts-expect-error a stream is no reply
  await group.askAll('feed', 1, { timeoutMs: 1 })
  // @ts-expect-error there is one reply of each member
  const single: number = await group.askAll('get', undefined, { timeoutMs: 1 })
  const replies: number[] = await group.askAll('get', undefined, { timeoutMs: 1 })
  // @ts-expect-error the timeout is missing
  group.stream('feed', 1, { credits: 4 })
  // @ts-expect-error items come with their member's index
  for await (const item of group.stream('feed', 1, { timeoutMs: 1 })) item.trim()
  for await (const { index, item } of group.stream('feed', 1, { timeoutMs: 1 })) item.trim().at(index)
  // @ts-expect-error members stay the same
  group.members.pop()
  // @ts-expect-error its supervision decides on that
  group.generation = 2
  void [wrong, single, replies]

  // @ts-expect-error a stream is no reply
  await ref.ask('feed', 1, { timeoutMs: 1 })
  // @ts-expect-error a handler that gives a stream can't be told
  ref.tell('feed', 1)
  // @ts-expect-error the timeout is missing
  ref.stream('feed', 1, { credits: 4 })
  // @ts-expect-error wrong payload
  ref.stream('feed', 'one', { timeoutMs: 1 })
  // @ts-expect-error items are strings
  for await (const item of ref.stream('feed', 1, { timeoutMs: 1 })) item.toFixed()
  for await (const item of ref.stream('feed', 1, { timeoutMs: 1 })) item.trim()
  for await (const item of ref.stream('get', undefined, { timeoutMs: 1 })) item.toFixed()

  // @ts-expect-error a router of other actors
  system.routeTo<{ stop: () => void }>([ref], { strategy: 'round-robin' })
  const over = system.routeTo([ref], { strategy: 'least-loaded' })
  // @ts-expect-error unknown message
  over.tell('subtract', 1)
  // @ts-expect-error the reply is a number
  const name: string = await over.ask('get', undefined, { timeoutMs: 1 })
  // @ts-expect-error a stream is no reply, of a router neither
  over.tell('feed', 1)
  // @ts-expect-error items are strings
  for await (const item of over.stream('feed', 1, { timeoutMs: 1 })) item.toFixed()
  // @ts-expect-error refs are what is registered
  await system.register('typed', 'not a ref')

  const looked = await system.lookup<HandlersOf<typeof Typed>>('typed')
  // @ts-expect-error there may be nobody of that name
  looked.tell('add', 1)
  const waited = await system.lookup<HandlersOf<typeof Typed>>('typed', { timeoutMs: 1 })
  waited.tell('add', 1)
  // @ts-expect-error wrong payload
  waited.tell('add', 'one')
  // @ts-expect-error no such mode
  ref.poison('now')
  // @ts-expect-error a stash has room for a number of messages
  await system.spawn(Typed, { from: 1 }, { mailbox: { stash: 'large' } })

  const found: { key: string } = await ref.ask('find', 'a', { timeoutMs: 1 })
  const later: boolean = await ref.ask('later', undefined, { timeoutMs: 1 })
  ref.tell('get')
  ref.tell('maybe')
  ref.tell('maybe', 1)
  const loose: ActorRef = ref
  loose.tell('anything', { at: 'all' })
  void [text, name, other, found, later]
}

async function wrongFarUse(system: ActorSystem, peer: Peer): Promise<void> {
  await system.spawn(Typed, { from: 1 }, { placement: { peer } })
  // @ts-expect-error wrong arguments, wherever it is spawned
  await system.spawn(Typed, { to: 1 }, { placement: { peer } })
  // @ts-expect-error a peer is what connect gave
  await system.spawn(Typed, { from: 1 }, { placement: { peer: 'far' } })
  // @ts-expect-error every attempt has a deadline
  await system.connect({ port: 7000 })
  // @ts-expect-error what may be spawned is given as definitions
  await system.listen({ actors: ['typed'] })
  const far = await peer.lookup<HandlersOf<typeof Typed>>('typed')
  // @ts-expect-error there may be nobody of that name
  far.tell('add', 1)
  // @ts-expect-error wrong payload
  far?.tell('add', 'one')
  // @ts-expect-error the reply is a number
  const text: string | undefined = await far?.ask('get', undefined, { timeoutMs: 1 })
  void text
}

async function wrongProbe(system: TestSystem): Promise<void> {
  const probe = await system.probe<{ done: (result: number) => void }>()
  // @ts-expect-error unknown message
  await probe.expectMessage('finished')
  // @ts-expect-error wrong arguments
  await system.spawn(Typed, { from: 'one' })
  // @ts-expect-error another actor's ref
  const typed: ActorRef<HandlersOf<typeof Typed>> = probe.ref
  void typed
}

defineActor(import.meta.url, (ctx) => {
  const me = ctx.behavior({
    load: (page: Promise<string>) => {
      me.pipeToSelf(page, 'loaded')
      me.pipeToSelf(page, 'loaded', { onError: 'failed' })
      // @ts-expect-error no such message
      me.pipeToSelf(page, 'unloaded')
      // @ts-expect-error `failed` takes an error, not a text
      me.pipeToSelf(page, 'failed')
      // @ts-expect-error `loaded` takes no error
      me.pipeToSelf(page, 'loaded', { onError: 'loaded' })
      // @ts-expect-error wrong payload
      me.self.tell('loaded', 5)
    },
    loaded: (_text: string) => 0,
    failed: (_error: Error) => {},
  })
  me.become({ ...me.handlers, loaded: (text) => text.length })
  // @ts-expect-error a handler is missing
  me.become({ loaded: (_text: string) => 0, failed: () => {} })
  // @ts-expect-error wrong payload
  me.become({ ...me.handlers, loaded: (_text: number) => 0 })
  // @ts-expect-error wrong reply
  me.become({ ...me.handlers, loaded: (text) => text })
  // @ts-expect-error wrong arguments of a child
  void ctx.spawn(Typed, { from: 'one' })
  // @ts-expect-error a callback takes the death
  ctx.watch(ctx.self, (down: string) => down)
  // @ts-expect-error a deferred reply has one type
  ctx.defer<boolean>().reply('yes')
  // @ts-expect-error a name is looked up by a text
  void ctx.lookup(5)
  // @ts-expect-error what to do in the silence is missing
  ctx.receiveTimeout(100)
  // @ts-expect-error no such mode
  void ctx.stop(ctx.self, { mode: 'soon' })
  return me.handlers
})

const Giver = defineActor(import.meta.url, (ctx) => ({
  give: () => ctx.transfer(new ArrayBuffer(8), []),
  fetch: ctx.reentrant(async (key: string) => key.length),
}))
async function handedOver(system: ActorSystem): Promise<void> {
  const ref = await system.spawn(Giver, undefined)
  const bytes: ArrayBuffer = await ref.ask('give', undefined, { timeoutMs: 1 })
  const length: number = await ref.ask('fetch', 'key', { timeoutMs: 1 })
  // @ts-expect-error wrong payload
  ref.tell('fetch', 5)
  void [bytes, length]
}

test('wrong payloads, unknown messages and missing timeouts do not compile', (t) => {
  t.is(typeof wrongUse, 'function')
  t.is(typeof handedOver, 'function')
  t.is(typeof wrongFarUse, 'function')
  t.is(typeof wrongProbe, 'function')
})

import test, { type ExecutionContext } from 'ava'
import { systemClock } from '../../../src/actor/clock.js'
import type { ActorSystem } from '../../../src/actor/index.js'
import { ActorRef } from '../../../src/actor/ref.js'
import { EncodedPayload, PayloadCodec } from '../../../src/transport/codec/codec.js'
import { remoteLimits } from '../../../src/transport/codec/limits.js'
import type { Envelope } from '../../../src/transport/envelope.js'
import { Envelopes, type Packed } from '../../../src/transport/tcp/envelopes.js'
import type { Link } from '../../../src/transport/tcp/link.js'
import { Network } from '../../../src/transport/tcp/network.js'
import { whereabouts } from '../../../src/transport/whereabouts.js'
import Counter from '../../fixtures/actors/counter.js'
import Keeper from '../../fixtures/actors/keeper.js'
import { linkOptions } from '../../transport/tcp/link-connection.js'
import { ask, start, until } from '../helpers.js'

const hostileNode = 'node-hostile'
const codec = new PayloadCodec(
  {
    isRef: (value) => value instanceof ActorRef,
    encodeRef: (ref) => (ref as ActorRef).address,
    decodeRef: (record) => record,
  },
  remoteLimits,
)

/** A peer that shook hands like any other and now says what it likes. */
class Hostile {
  readonly heard: Packed[] = []
  link!: Link
  me = hostileNode
  #envelopes!: Envelopes

  async connect(t: ExecutionContext, port: number, me = hostileNode): Promise<this> {
    const network = new Network(me, systemClock, {
      linked: (link) => {
        this.me = me
        this.#envelopes = new Envelopes(me, link.peer.node)
      },
      envelope: (_, body) => this.heard.push(this.#envelopes.read(body.slice())),
      ended: () => {},
    })
    t.teardown(() => network.close())
    this.link = await network.dial({ ...linkOptions, host: '127.0.0.1', port, timeoutMs: 60_000 })
    return this
  }

  say(name: string, payload: unknown, more: Partial<Envelope> = {}): void {
    const { node } = this.link.peer
    this.#send({
      lane: 'control',
      kind: 'tell',
      from: whereabouts(this.me, 0),
      to: whereabouts(node, 0),
      actor: 0,
      id: 0,
      name,
      payload: payload instanceof EncodedPayload ? payload : codec.pack(payload, name),
      transfer: undefined,
      ...more,
    })
  }

  #send(envelope: Envelope): void {
    this.link.send(this.#envelopes.write(envelope as Packed, 1 << 24))
  }
}

async function attacked(
  t: ExecutionContext,
): Promise<{ system: ActorSystem; port: number; hostile: Hostile }> {
  const system = await start(t)
  const { port } = await system.listen({ actors: { counter: Counter }, maxActors: 3 })
  return { system, port, hostile: await new Hostile().connect(t, port) }
}

const far = { node: hostileNode, place: 0, uid: 9 }
const elsewhere = { ...far, node: 'node-another' }
const origin = {
  actor: 'counter',
  args: { from: 0 },
  address: { ...far, path: '/guest', capacity: 10 },
  parent: far,
  incarnation: 0,
  overflow: 'drop-new',
  stash: 10,
  spawnTimeoutMs: 60_000,
}
const error = new Error('forged')
const death = { reason: 'killed' }

for (const [what, name, payload] of [
  ['opens a thread here', 'openPlace', { name: 'x' }],
  ['spawns by a module of its choice', 'spawn', { ...origin, url: 'file:///tmp/x.js', ordinal: 0 }],
  ['reports the end of its main thread', 'placeDown', { place: 0, death, final: true, kept: [] }],
  ['reports the end of another node', 'farDown', { node: 'node-another', death, final: true, kept: [] }],
  ['reports dead letters', 'deadLetter', { path: '/', name: 'x', reason: 'down', suppressed: 1e9 }],
  ['reports failures', 'failure', { path: '/', incarnation: 0, error, decision: 'stop' }],
  ['registers names', 'register', { name: 'x', ref: 1 }],
  ['calls what is no order', 'constructor', {}],
  ['calls the prototype', '__proto__', {}],
  ['reports on a child that is not its own', 'childFailed', { parent: 1, child: elsewhere, error }],
  ['sends a failure without an error', 'childFailed', { parent: 1, child: far, error: 'text' }],
  ['sends an order without its fields', 'watch', {}],
  ['sends a number that is none', 'stop', { uid: Number.NaN, graceMs: 1 }],
  ['sends no record', 'halt', null],
  ['invents a reason of death', 'down', { watcher: 1, death: { reason: 'bored' } }],
  ['asks for a lookup that waits', 'lookup', { name: 'x', timeoutMs: 1000 }],
  ['spawns for another parent', 'spawnFar', { ...origin, parent: elsewhere }],
  [
    'spawns with an endless mailbox',
    'spawnFar',
    { ...origin, address: { ...origin.address, capacity: 1e12 } },
  ],
] as const) {
  test(`a peer that ${what} loses its connection`, async (t) => {
    const { system, hostile } = await attacked(t)
    hostile.say(name, payload)
    await until(() => hostile.link.end !== undefined, 'the end')
    const counter = await system.spawn(Counter, { from: 1 })
    t.is(await counter.ask('get', undefined, ask), 1)
  })
}

test('orders that cannot be decoded end the connection, messages that cannot become dead letters', async (t) => {
  const { system, port, hostile } = await attacked(t)
  const keeper = await system.spawn(Keeper, {})
  const { uid } = keeper.address
  const letters: string[] = []
  system.deadLetters.subscribe(({ reason }) => letters.push(reason))
  const garbage = new EncodedPayload(
    Uint8Array.from({ length: 64 }, () => 0xff),
    undefined,
  )
  hostile.say('note', garbage, { lane: 'user', actor: uid })
  hostile.say('echo', garbage, { lane: 'user', actor: uid, kind: 'ask', id: 7 })
  await until(() => letters.length === 1 && hostile.heard.length === 1, 'both answers')
  t.deepEqual(letters, ['not-decodable'])
  t.like(hostile.heard[0], { kind: 'failure', id: 7 })
  hostile.say('watch', garbage)
  await until(() => hostile.link.end !== undefined, 'the end')

  const inThread = await system.spawn(Keeper, {}, { placement: 'thread' })
  const again = await new Hostile().connect(t, port, 'node-hostile-2')
  const to = inThread.address
  again.say('echo', garbage, { lane: 'user', actor: to.uid, to, kind: 'ask', id: 8 })
  await until(() => again.heard.length === 1, 'the refusal')
  t.is(await inThread.ask('echo', 1, ask), 1)
})

test('a payload with keys like __proto__ is data', async (t) => {
  const { system, hostile } = await attacked(t)
  const keeper = await system.spawn(Keeper, {})
  const evil = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')
  hostile.say('echo', evil, { lane: 'user', actor: keeper.address.uid, kind: 'ask', id: 1 })
  await until(() => hostile.heard.length === 1, 'the reply')
  t.is(({} as any).polluted, undefined)
  const back = codec.unpack(hostile.heard[0]!.payload) as object
  t.is(Object.getPrototypeOf(back), Object.prototype)
})

test('nobody answers for another: a reply from a stranger settles no ask', async (t) => {
  const { system, hostile } = await attacked(t)
  const counter = await system.spawn(Counter, { from: 3 }, { placement: 'thread' })
  const pending = counter.ask('get', undefined, ask)
  for (let id = 0; id < 100; id++) hostile.say('', 'forged', { kind: 'reply', id })
  t.is(await pending, 3)
})

test('a peer reports the ends of its own threads only: the same number here means another one', async (t) => {
  const { system, hostile } = await attacked(t)
  const counter = await system.spawn(Counter, { from: 3 }, { placement: 'thread' })
  const keeper = await system.spawn(Keeper, {})
  await keeper.ask('watch', counter, ask)
  const { place } = counter.address
  const asked = counter.ask('get', undefined, ask)
  hostile.say('placeDown', { place, death, final: true, kept: [] })
  hostile.say('lookup', { name: 'x', timeoutMs: 0 }, { kind: 'ask', id: 1 })
  await until(() => hostile.heard.length === 1, 'the answer behind it')
  t.is(await asked, 3)
  t.is(await counter.ask('get', undefined, ask), 3)
  t.deepEqual(await keeper.ask('downs', undefined, ask), [])
})

test('watches of one peer are bounded, and forgotten with it', async (t) => {
  const { system, hostile } = await attacked(t)
  const counter = await system.spawn(Counter, { from: 0 })
  const { uid } = counter.address
  for (let watcher = 1; watcher <= 65_537; watcher++) hostile.say('watch', { uid, watcher })
  await until(() => hostile.link.end !== undefined, 'the end')
  await system.kill(counter)
  t.pass()
})

test('one watch that comes twice ends the connection', async (t) => {
  const { system, hostile } = await attacked(t)
  const { uid } = (await system.spawn(Counter, { from: 0 })).address
  for (let i = 0; i < 2; i++) hostile.say('watch', { uid, watcher: 1 })
  await until(() => hostile.link.end !== undefined, 'the end')
  t.pass()
})

test('actors started for one peer are bounded, by how many live', async (t) => {
  const { hostile } = await attacked(t)
  for (let id = 1; id <= 5; id++) hostile.say('spawnFar', origin, { kind: 'ask', id })
  await until(() => hostile.heard.length === 5, 'five answers')
  const answers = (wanted: string) => hostile.heard.filter(({ kind }) => kind === wanted)
  t.deepEqual([answers('reply').length, answers('failure').length], [3, 2])
  t.like(codec.unpack(answers('failure')[0]!.payload), { code: 'ERR_TOO_MANY_GUESTS' })
  const uid = codec.unpack(answers('reply')[0]!.payload)
  hostile.say('halt', { uid, death })
  hostile.say('spawnFar', origin, { kind: 'ask', id: 6 })
  const answered = () => hostile.heard.find(({ id }) => id === 6)
  await until(() => answered() !== undefined, 'the sixth answer')
  t.is(answered()!.kind, 'reply')
})

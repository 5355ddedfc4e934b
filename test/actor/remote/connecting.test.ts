import test from 'ava'
import type { ActorSystem } from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import Keeper from '../../fixtures/actors/keeper.js'
import Printer, { second } from '../../fixtures/actors/printer.js'
import { canCertify, makeCertificates } from '../../transport/tcp/certificates.js'
import { ask, start, until } from '../helpers.js'

const connect = (system: ActorSystem, port: number, more: object = {}) =>
  system.connect({ port, timeoutMs: 60_000, ...more })

test('options are checked, and the message names the one that is wrong', async (t) => {
  const system = await start(t)
  const listen = (options: object) => system.listen(options as never)
  await t.throwsAsync(listen({ port: -1 }), { code: 'ERR_ACTOR_OPTION', message: /listen\.port/ })
  await t.throwsAsync(listen({ backlog: 1 }), { code: 'ERR_ACTOR_OPTION', message: /backlog/ })
  await t.throwsAsync(listen({ actors: [1] }), { code: 'ERR_ACTOR_OPTION', message: /listen\.actors/ })
  await t.throwsAsync(listen({ actors: [Printer, second] }), { message: /two modules are called printer/ })
  await t.throwsAsync(listen({ heartbeat: { everyMs: 0 } }), { message: /listen\.heartbeat\.everyMs/ })
  await t.throwsAsync(listen({ tls: { key: 'k', cert: 'c' } }), { message: /listen\.tls\.ca/ })
  await t.throwsAsync(system.connect({ port: 1 } as never), { message: /connect\.timeoutMs/ })
  const placement = { peer: {} } as never
  await t.throwsAsync(system.spawn(Counter, { from: 0 }, { placement }), { code: 'ERR_ACTOR_OPTION' })
})

test('without TLS only loopback addresses are listened on and connected to', async (t) => {
  const system = await start(t)
  await t.throwsAsync(system.listen({ host: '0.0.0.0' }), { code: 'ERR_INSECURE_ADDRESS' })
  await t.throwsAsync(connect(system, 1, { host: '192.0.2.1' }), { code: 'ERR_INSECURE_ADDRESS' })
  t.is((await system.listen()).address, '127.0.0.1')
})

test('two systems of one process connect like two processes', async (t) => {
  const [a, b] = [await start(t), await start(t)]
  const { port } = await a.listen({ name: 'a' })
  const peer = await connect(b, port)
  const counter = await a.spawn(Counter, { from: 4 })
  await a.register('counter', counter)
  t.is(await (await peer.lookup('counter'))!.ask('get', undefined, ask), 4)
  await t.throwsAsync(connect(a, port), { code: 'ERR_HANDSHAKE', message: /this very system/ })
})

test('refused connections are counted by their reason', async (t) => {
  const system = await start(t)
  const seen: Error[] = []
  const listening = await system.listen({ onRefused: (error) => seen.push(error) })
  await fetch(`http://127.0.0.1:${listening.port}/`).catch(() => {})
  await until(() => seen.length === 1, 'the refusal')
  t.deepEqual([...listening.refused], [['ERR_FRAME magic', 1]])
})

test('close ends a connection for both sides, and stop ends all of them', async (t) => {
  const [a, b] = [await start(t), await start(t)]
  const listening = await a.listen()
  const first = await connect(b, listening.port)
  first.close()
  t.is(first.state, 'closed')
  await t.throwsAsync(first.lookup('x'), { code: 'ERR_ACTOR_DOWN' })
  const second = await connect(b, listening.port)
  const states: string[] = []
  second.onChange((state) => states.push(state))
  await a.stop()
  await until(() => second.state === 'closed', 'the goodbye')
  t.deepEqual(states, ['closed'])
  await t.throwsAsync(connect(b, listening.port), { code: 'ERR_CONNECT' })
  await t.throwsAsync(a.listen(), { code: 'ERR_ACTOR_DOWN' })
})

test('a listener that closed takes no more, and what is connected stays', async (t) => {
  const [a, b] = [await start(t), await start(t)]
  const listening = await a.listen()
  const peer = await connect(b, listening.port)
  await a.register('counter', await a.spawn(Counter, { from: 4 }))
  await listening.close()
  t.truthy(await peer.lookup('counter'))
  const c = await start(t)
  await t.throwsAsync(connect(c, listening.port), { code: 'ERR_CONNECT' })
})

test('a peer that reads too slowly: offer says false, tells are dead letters, asks fail, all else lives', async (t) => {
  const [a, b] = [await start(t), await start(t)]
  const { port } = await a.listen({ queueBytes: 200_000 })
  const peer = await connect(b, port, { queueBytes: 200_000 })
  await a.register('keeper', await a.spawn(Keeper, {}))
  const keeper = (await peer.lookup('keeper'))!
  const bulk = 'x'.repeat(100_000)
  const letters: string[] = []
  b.deadLetters.subscribe(({ reason }) => letters.push(reason))
  let taken = 0
  // Nothing leaves before this turn of the event loop ends.
  while (keeper.offer('echo', bulk)) taken++
  t.true(taken >= 2 && taken <= 4, String(taken))
  keeper.tell('echo', bulk)
  t.deepEqual(letters, ['lane-full'])
  await t.throwsAsync(keeper.ask('echo', bulk, ask), { code: 'ERR_MAILBOX_FULL' })
  await until(() => keeper.offer('echo', 1), 'room again')
  t.is(await keeper.ask('echo', 1, ask), 1)
})

test('over TLS with certificates on both sides actors work on any address', async (t) => {
  if (!canCertify) {
    t.log('skipped: no openssl binary to make certificates with')
    return t.pass()
  }
  const { here, there, stranger } = makeCertificates()
  const [a, b] = [await start(t), await start(t)]
  const { port } = await a.listen({ host: '0.0.0.0', tls: here, actors: [Counter] })
  const peer = await connect(b, port, { tls: there })
  const counter = await b.spawn(Counter, { from: 4 }, { placement: { peer } })
  t.is(await counter.ask('get', undefined, ask), 4)
  const c = await start(t)
  await t.throwsAsync(connect(c, port, { tls: stranger }), { code: 'ERR_CERTIFICATE' })
})

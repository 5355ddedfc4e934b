import test from 'ava'
import type { HandlersOf } from '../../../src/actor/index.js'
import Bulky from '../../fixtures/actors/bulky.js'
import Counter from '../../fixtures/actors/counter.js'
import Keeper from '../../fixtures/actors/keeper.js'
import { ask, start, until } from '../helpers.js'

test('answers that are more than may wait are refused by name, and the connection lives', async (t) => {
  const [host, guest] = [await start(t), await start(t)]
  const { port } = await host.listen({ actors: [Bulky] })
  const peer = await guest.connect({ port, timeoutMs: 60_000 })
  const bulky = await guest.spawn(Bulky, undefined, { placement: { peer } })
  const length = 3 * 1024 * 1024
  const together = 16
  const asks = Array.from({ length: together }, () => bulky.ask('bytes', { length, together }, ask))
  const codes: unknown[] = []
  for (const result of await Promise.allSettled(asks)) {
    if (result.status === 'fulfilled') t.is((result.value as Uint8Array).length, length)
    else codes.push((result.reason as { code: unknown }).code)
  }
  t.true(codes.length > 0 && codes.length < together, `${codes.length}`)
  t.true(codes.every((code) => code === 'ERR_MAILBOX_FULL'))
  let parts = 0
  const options = { ...ask, credits: 2 }
  for await (const part of bulky.stream('parts', { count: 20, length }, options)) parts += part.length
  t.is(parts, 20 * length)
  t.is(peer.state, 'connected')
})

test('who waits for a process that is out of reach hears so at once, in threads too', async (t) => {
  const [host, guest] = [await start(t), await start(t)]
  const { port } = await host.listen()
  await host.register('counter', await host.spawn(Counter, { from: 1 }))
  await host.register('bulky', await host.spawn(Bulky, undefined))
  const peer = await guest.connect({ port, timeoutMs: 60_000 })
  const counter = (await peer.lookup<HandlersOf<typeof Counter>>('counter'))!
  const bulky = (await peer.lookup<HandlersOf<typeof Bulky>>('bulky'))!
  const inThread = await guest.spawn(Keeper, {}, { placement: 'thread' })
  t.is(await inThread.ask('askOther', { to: counter, timeoutMs: 60_000 }, ask), 1)
  peer.close()
  await until(() => peer.state === 'closed', 'the close')
  const far = { to: counter, timeoutMs: 2 ** 30 }
  await t.throwsAsync(inThread.ask('askOther', far, ask), { code: 'ERR_ACTOR_DOWN', message: /unreachable/ })
  const stream = bulky.stream('parts', { count: 1, length: 1 }, { timeoutMs: 2 ** 30 })
  await t.throwsAsync(stream.next(), { code: 'ERR_ACTOR_DOWN', message: /unreachable/ })
})

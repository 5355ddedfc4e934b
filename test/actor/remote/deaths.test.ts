import test from 'ava'
import type { HandlersOf } from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import Keeper from '../../fixtures/actors/keeper.js'
import { ask, start, supervise, until } from '../helpers.js'
import { startFar } from './far.js'

type CounterHandlers = HandlersOf<typeof Counter>

const reasonsOf = async (keeper: any) =>
  ((await keeper.ask('downs', undefined, ask)) as { reason: string }[]).map(({ reason }) => reason)

test('the death of an actor with a thread of its own is told to other processes, and fails their asks', async (t) => {
  const [near, far] = [await start(t), await start(t)]
  const { port } = await far.listen()
  const peer = await near.connect({ port, timeoutMs: 60_000 })
  const keepers = [await near.spawn(Keeper, {}), await near.spawn(Keeper, {}, { placement: 'thread' })]
  const ends = [
    { want: 'killed', how: (ref: any) => far.kill(ref), asks: 'hang' },
    { want: 'exited', how: () => {}, asks: 'exit' },
    { want: 'failed', how: () => {}, asks: 'fail' },
  ] as const
  for (const [i, { how, want, asks }] of ends.entries()) {
    const counter = await far.spawn(Counter, { from: 0 }, { placement: 'thread' })
    await far.register(`counter-${i}`, counter)
    const remote = (await peer.lookup(`counter-${i}`))!
    for (const keeper of keepers) await keeper.ask('watch', remote, ask)
    t.is(await remote.ask('get', undefined, ask), 0)
    const pending = t.throwsAsync(remote.ask(asks, 0, ask))
    await how(counter)
    await pending
    for (const keeper of keepers) {
      await until(async () => (await reasonsOf(keeper)).length === i + 1, `the death: ${want}`)
      t.is((await reasonsOf(keeper))[i], want)
    }
    await t.throwsAsync(remote.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    const late = await near.spawn(Keeper, {})
    await late.ask('watch', remote, ask)
    await until(async () => (await reasonsOf(late)).length === 1, 'the watch of a dead one')
    t.deepEqual(await reasonsOf(late), [want])
  }
})

test('a thread that starts again over there keeps its watches from here', async (t) => {
  const [near, far] = [await start(t), await start(t)]
  const { port } = await far.listen()
  const peer = await near.connect({ port, timeoutMs: 60_000 })
  const counter = await far.spawn(Counter, { from: 0 }, { placement: 'thread', supervise })
  await far.register('counter', counter)
  const remote = (await peer.lookup<CounterHandlers>('counter'))!
  const keeper = await near.spawn(Keeper, {})
  await keeper.ask('watch', remote, ask)
  await t.throwsAsync(remote.ask('fail', 'once', ask), { message: 'once' })
  await until(async () => (await remote.ask('incarnation', undefined, ask)) === 1, 'the restart')
  t.deepEqual(await reasonsOf(keeper), [])
  await far.kill(counter)
  await until(async () => (await reasonsOf(keeper)).length === 1, 'the death')
  t.deepEqual(await reasonsOf(keeper), ['killed'])
})

test('a system that stops tells all its deaths first, to watchers in threads too', async (t) => {
  const near = await start(t)
  for (let round = 0; round < 3; round++) {
    const far = await startFar(t)
    const peer = await near.connect({ port: far.port, timeoutMs: 60_000 })
    const keepers = [await near.spawn(Keeper, {}), await near.spawn(Keeper, {}, { placement: 'thread' })]
    const [counter, thread] = [(await peer.lookup('counter'))!, (await peer.lookup('thread'))!]
    for (const keeper of keepers) for (const ref of [counter, thread]) await keeper.ask('watch', ref, ask)
    await far.stop()
    for (const keeper of keepers) {
      await until(async () => (await reasonsOf(keeper)).length === 2, 'both deaths')
      t.deepEqual(await reasonsOf(keeper), ['stopped', 'stopped'])
    }
    await until(() => peer.state === 'closed', 'the goodbye')
  }
})

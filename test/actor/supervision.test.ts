import test from 'ava'
import {
  type ActorContext,
  type ActorRef,
  type Down,
  defineActor,
  type Failure,
  RestartIntensityError,
  VirtualClock,
} from '../../src/actor/index.js'
import Counter from '../fixtures/actors/counter.js'
import { ask, gate, inThreads, start, supervise, until } from './helpers.js'

const real = inThreads(test)

/** An actor without handlers whose context the test uses. */
async function parent(system: Awaited<ReturnType<typeof start>>, options = {}) {
  let context!: ActorContext
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
    options,
  )
  return { ref, context: () => context }
}

for (const placement of ['here', 'thread'] as const) {
  test(`5, 6: a failure (${placement}) rejects its ask; the restart has fresh state, the same ref and one more incarnation`, async (t) => {
    const system = await start(t)
    const ref = await system.spawn(Counter, { from: 5 }, { supervise, placement })
    ref.tell('add', 10)
    await t.throwsAsync(ref.ask('fail', 'boom', ask), { instanceOf: TypeError, message: 'boom' })
    t.is(await ref.ask('get', undefined, ask), 5)
    t.is(await ref.ask('incarnation', undefined, ask), 1)
  })

  test(`without supervise a failure (${placement}) stops the actor, and the watcher gets the error`, async (t) => {
    const system = await start(t)
    const { context } = await parent(system)
    const ref = await system.spawn(Counter, { from: 5 }, { placement })
    const { open, passed } = gate<Down>()
    context().watch(ref, open)
    ref.tell('fail', 'boom')
    const down = await passed
    t.is(down.reason, 'failed')
    t.true(down.error instanceof TypeError)
  })
}

test('6: the mailbox is kept over a restart, and the failing message is consumed', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 0 }, { supervise })
  ref.tell('fail', 'once')
  for (let i = 0; i < 10; i++) ref.tell('add', 1)
  t.is(await ref.ask('get', undefined, ask), 10)
})

test('5: a failure cancels timers, aborts the signal, stops the children and only then asks the parent', async (t) => {
  const clock = new VirtualClock()
  const order: string[] = []
  const system = await start(t, { clock, onFailure: () => order.push('decided') })
  const Child = defineActor(import.meta.url, (ctx) => {
    ctx.onStop(() => order.push('child stopped'))
    return {}
  })
  const Parent = defineActor(import.meta.url, async (ctx) => {
    if (ctx.incarnation > 0) return { fail: () => {} }
    await ctx.spawn(Child, undefined)
    ctx.timers.every(10, () => order.push('tick'))
    ctx.signal.addEventListener('abort', () => order.push('aborted'))
    return {
      fail: () => {
        throw new Error('boom')
      },
    }
  })
  const ref = await system.spawn(Parent, undefined, { supervise })
  await clock.advance(10)
  ref.tell('fail')
  await clock.advance(100)
  t.deepEqual(order, ['tick', 'aborted', 'child stopped', 'decided'])
})

test('6: back-off doubles from minMs to maxMs, and what arrives meanwhile waits', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const options = { supervise: { ...supervise, maxRestarts: 10, backoff: { minMs: 100, maxMs: 300 } } }
  const ref = await system.spawn(Counter, { from: 0 }, options)
  for (const wait of [100, 200, 300, 300]) {
    ref.tell('fail', 'again')
    await clock.advance(0)
    const incarnation = ref.ask('incarnation', undefined, ask)
    let settled = false
    void incarnation.then(() => {
      settled = true
    })
    await clock.advance(wait - 1)
    t.false(settled)
    await clock.advance(1)
    t.true(settled)
  }
})

test('6: what setup throws goes to the spawner, and the name is free again', async (t) => {
  const system = await start(t)
  const Broken = defineActor(import.meta.url, (): Record<string, () => void> => {
    throw new RangeError('no setup')
  })
  for (let i = 0; i < 2; i++) {
    await t.throwsAsync(system.spawn(Broken, undefined, { name: 'same' }), { instanceOf: RangeError })
  }
  await system.spawn(Counter, { from: 1 }, { name: 'same' })
  await t.throwsAsync(system.spawn(Counter, { from: 1 }, { name: 'same' }), { code: 'ERR_NAME_TAKEN' })
})

for (const placement of ['here', 'thread'] as const) {
  test(`7: more failures than the intensity allows (${placement}) stop the child and fail its parent, with the cause`, async (t) => {
    const failures: Failure[] = []
    const system = await start(t, { onFailure: (failure) => failures.push(failure) })
    const { context: top } = await parent(system)
    const { context, ref: middle } = await parent(system, { name: 'middle' })
    const downs: Down[] = []
    const child = await context().spawn(Counter, { from: 0 }, { supervise, name: 'child', placement })
    top().watch(middle, (down) => downs.push(down))
    top().watch(child, (down) => downs.push(down))
    for (let i = 0; i < 4; i++) child.tell('fail', `number ${i}`)
    await until(() => downs.length === 2, 'both deaths')
    const error = downs.find((down) => down.ref.equals(child))!.error as RestartIntensityError
    t.true(error instanceof RestartIntensityError)
    t.like(error, { code: 'ERR_RESTART_INTENSITY', fields: { path: '/middle/child', maxRestarts: 3 } })
    t.like(error.cause, { name: 'TypeError', message: 'number 3' })
    t.is(downs.find((down) => down.ref.equals(middle))!.reason, 'failed')
    t.deepEqual(
      failures.map((f) => f.decision),
      ['restart', 'restart', 'restart', 'escalate', 'stop'],
    )
  })
}

test('7: the window slides: old restarts are forgotten', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const policy = { ...supervise, maxRestarts: 1, withinMs: 1000 }
  const ref = await system.spawn(Counter, { from: 0 }, { supervise: policy })
  for (let i = 0; i < 5; i++) {
    ref.tell('fail', 'now and then')
    await clock.advance(1000)
  }
  const incarnation = ref.ask('incarnation', undefined, ask)
  await clock.advance(0)
  t.is(await incarnation, 5)
})

test('decide chooses by error: stop one kind, escalate another', async (t) => {
  const system = await start(t)
  const decide = (error: Error) => (error.message === 'up' ? 'escalate' : 'stop') as 'escalate' | 'stop'
  const { context: top } = await parent(system)
  const downs: string[] = []
  for (const message of ['up', 'end']) {
    const { context, ref } = await parent(system, { name: message })
    const child: ActorRef = await context().spawn(
      Counter,
      { from: 0 },
      { supervise: { ...supervise, decide }, name: 'child' },
    )
    top().watch(child, (down) => downs.push(`${down.ref.path} ${down.reason}`))
    top().watch(ref, (down) => downs.push(`${down.ref.path} ${down.reason}`))
    child.tell('fail', message)
  }
  await until(() => downs.length === 3, 'the deaths')
  t.deepEqual(downs.sort(), ['/end/child failed', '/up failed', '/up/child failed'])
})

real('a thread that exits is started again: same ref, fresh state, within the same intensity', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 7 }, { supervise, placement: 'thread' })
  for (let i = 1; i <= 3; i++) {
    ref.tell('exit', 3)
    await until(async () => {
      const incarnation = await ref.ask('incarnation', undefined, ask).catch(() => -1)
      return incarnation === i
    }, 'the next life')
    t.is(await ref.ask('get', undefined, ask), 7)
  }
  const { context } = await parent(system)
  const { open, passed } = gate<Down>()
  context().watch(ref, open)
  ref.tell('exit', 3)
  const { error } = await passed
  t.like(error, { code: 'ERR_RESTART_INTENSITY' })
  t.like(error!.cause, { code: 'ERR_THREAD_EXITED', fields: { exitCode: 3 } })
})

test('wrong options are refused with the name of the option', async (t) => {
  const system = await start(t)
  const spawn = (options: any) =>
    t.throwsAsync(system.spawn(Counter, { from: 0 }, options), { code: 'ERR_ACTOR_OPTION' })
  t.regex((await spawn({ name: 'a/b' }))!.message, /spawn\.name/)
  t.regex((await spawn({ mailbox: { capacity: 0 } }))!.message, /spawn\.mailbox\.capacity/)
  t.regex((await spawn({ placement: 'moon' }))!.message, /spawn\.placement/)
  t.regex((await spawn({ transfer: [] }))!.message, /placement: 'thread'/)
  await spawn({ nonsense: 1 })
})

test('6: what arrives during a back-off waits up to the bound of the mailbox, then is dead-lettered', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const options = {
    supervise: { ...supervise, backoff: { minMs: 100, maxMs: 100 } },
    mailbox: { capacity: 3 },
  }
  const ref = await system.spawn(Counter, { from: 0 }, options)
  ref.tell('fail', 'once')
  await clock.advance(0)
  for (let i = 0; i < 5; i++) ref.tell('add', 1)
  await t.throwsAsync(ref.ask('get', undefined, { timeoutMs: 1000 }), { code: 'ERR_MAILBOX_FULL' })
  t.is(system.deadLetters.count, 2)
  await clock.advance(100)
  const sum = ref.ask('get', undefined, { timeoutMs: 1000 })
  await clock.advance(0)
  t.is(await sum, 3)
})

test('5: nothing is handled between a failure and the next life', async (t) => {
  const system = await start(t, { clock: new VirtualClock() })
  const order: string[] = []
  const { open, passed } = gate()
  const Child = defineActor(import.meta.url, (ctx) => {
    ctx.onStop(() => passed)
    return {}
  })
  const ref = await system.spawn(
    defineActor(import.meta.url, async (ctx) => {
      order.push(`setup ${ctx.incarnation}`)
      if (ctx.incarnation === 0) await ctx.spawn(Child, undefined)
      return {
        note: (text: string) => {
          order.push(text)
        },
        fail: () => {
          throw new Error('boom')
        },
      }
    }),
    undefined,
    { supervise },
  )
  ref.tell('fail')
  ref.tell('note', 'after')
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
  t.deepEqual(order, ['setup 0'])
  open()
  await until(() => order.length === 3, 'the message')
  t.deepEqual(order, ['setup 0', 'setup 1', 'after'])
})

test('6: a child that fails too often while its parent sets up is a failure of that setup, told to the spawner', async (t) => {
  const system = await start(t)
  const Parent = defineActor(import.meta.url, async (ctx) => {
    const child = await ctx.spawn(Counter, { from: 0 }, { supervise: { ...supervise, maxRestarts: 0 } })
    child.tell('fail', 'early')
    await new Promise(() => {})
    return {}
  })
  await t.throwsAsync(system.spawn(Parent, undefined), { instanceOf: RestartIntensityError })
})

test('6: a message that fails every life is consumed each time, so the others get through', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Counter, { from: 0 }, { supervise })
  const answers: Promise<unknown>[] = []
  for (let i = 1; i <= 3; i++) {
    answers.push(t.throwsAsync(ref.ask('fail', `number ${i}`, ask), { message: `number ${i}` }))
    answers.push(ref.ask('incarnation', undefined, ask).then((incarnation) => t.is(incarnation, i)))
  }
  await Promise.all(answers)
})

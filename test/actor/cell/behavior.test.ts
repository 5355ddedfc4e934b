import test from 'ava'
import { defineActor } from '../../../src/actor/index.js'
import { ask, gate, start, supervise, until } from '../helpers.js'

const Lamp = defineActor(import.meta.url, (ctx) => {
  const lamp = ctx.behavior({
    look: () => 'dark',
    press: () => {
      lamp.become({
        look: () => 'bright',
        press: () => lamp.unbecome(),
        fail: () => {
          throw new Error('burnt out')
        },
      })
    },
    fail: () => {},
  })
  return lamp.handlers
})

test('become swaps the handlers from the next message on, unbecome brings the first ones back', async (t) => {
  const system = await start(t)
  const lamp = await system.spawn(Lamp, undefined)
  t.is(await lamp.ask('look', undefined, ask), 'dark')
  for (const expected of ['bright', 'dark', 'bright']) {
    lamp.tell('press')
    t.is(await lamp.ask('look', undefined, ask), expected)
  }
})

test('6: a restart begins with the handlers that setup returns', async (t) => {
  const system = await start(t)
  const lamp = await system.spawn(Lamp, undefined, { supervise })
  lamp.tell('press')
  lamp.tell('fail')
  t.is(await lamp.ask('look', undefined, ask), 'dark')
})

test('a setup may become something before it returns', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      const me = ctx.behavior({ who: () => 'first' })
      me.become({ who: () => 'second' })
      return me.handlers
    }),
    undefined,
  )
  t.is(await ref.ask('who', undefined, ask), 'second')
})

test('a behavior and a stash together: what came too early is answered by the later handlers', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      const door = ctx.behavior({
        enter: (_who: string) => {
          ctx.stash()
          return ''
        },
        open: () => {
          door.become({ ...door.handlers, enter: (who) => `welcome, ${who}` })
          ctx.unstashAll()
        },
      })
      return door.handlers
    }),
    undefined,
  )
  const answers = ['ada', 'bob'].map((who) => ref.ask('enter', who, ask))
  ref.tell('open')
  t.deepEqual(await Promise.all(answers), ['welcome, ada', 'welcome, bob'])
})

const Loader = defineActor(import.meta.url, (ctx, log: string[]) => {
  const me = ctx.behavior({
    load: ({ page, onError }: { page: Promise<string>; onError: boolean }) => {
      me.pipeToSelf(page, 'loaded', onError ? { onError: 'failed' } : {})
    },
    loaded: (text: string) => {
      log.push(`loaded ${text}`)
    },
    failed: (error: unknown) => {
      log.push(`failed ${(error as Error).message}`)
    },
    note: (text: string) => {
      log.push(text)
    },
    crash: () => {
      throw new Error('crash')
    },
    incarnation: () => ctx.incarnation,
    selfNote: () => {
      me.self.tell('note', 'from myself')
    },
    hold: (released: Promise<void>) => {
      log.push('hold')
      return released
    },
  })
  return me.handlers
})

test('pipeToSelf brings the result back as a message, and others are handled meanwhile', async (t) => {
  const system = await start(t)
  const log: string[] = []
  const ref = await system.spawn(Loader, log)
  const { open, passed } = gate<string>()
  ref.tell('load', { page: passed, onError: true })
  ref.tell('note', 'meanwhile')
  ref.tell('load', { page: Promise.reject(new Error('no page')), onError: true })
  ref.tell('selfNote')
  await until(() => log.length === 3, 'what need not wait')
  open('page')
  await until(() => log.length === 4, 'the page')
  t.deepEqual(log.sort(), ['failed no page', 'from myself', 'loaded page', 'meanwhile'])
})

test('a rejected promise without onError fails the actor', async (t) => {
  const failures: unknown[] = []
  const system = await start(t, { onFailure: ({ error }) => failures.push(error) })
  const ref = await system.spawn(Loader, [], { supervise })
  const error = new RangeError('no page')
  ref.tell('load', { page: Promise.reject(error), onError: false })
  await until(async () => (await ref.ask('incarnation', undefined, ask)) === 1, 'the restart')
  t.deepEqual(failures, [error])
})

test('a result that comes after its life ended is dropped, and so is a rejection', async (t) => {
  const failures: Error[] = []
  const system = await start(t, { onFailure: ({ error }) => failures.push(error) })
  const log: string[] = []
  const ref = await system.spawn(Loader, log, { supervise })
  const { open, passed } = gate<string>()
  const fails = passed.then(() => {
    throw new Error('too late to matter')
  })
  ref.tell('load', { page: passed, onError: true })
  ref.tell('load', { page: fails, onError: true })
  ref.tell('load', { page: fails, onError: false })
  ref.tell('crash')
  t.is(await ref.ask('incarnation', undefined, ask), 1)
  open('page')
  await t.throwsAsync(fails)
  t.is(await ref.ask('incarnation', undefined, ask), 1)
  t.deepEqual(log, [])
  t.deepEqual(
    failures.map((error) => error.message),
    ['crash'],
  )
})

test('3: a piped result finds room in a full mailbox', async (t) => {
  const system = await start(t)
  const log: string[] = []
  const { open, passed } = gate<string>()
  const ref = await system.spawn(Loader, log, { mailbox: { capacity: 1 } })
  const held = gate()
  await ref.ask('load', { page: passed, onError: true }, ask)
  const holding = ref.ask('hold', held.passed, ask)
  await until(() => log.length === 1, 'the handler that holds')
  t.true(ref.offer('note', 'one'))
  t.false(ref.offer('note', 'two'))
  open('page')
  await passed
  held.open()
  await holding
  await until(() => log.length === 3, 'both')
  t.deepEqual(log.sort(), ['hold', 'loaded page', 'one'])
  t.is(system.deadLetters.count, 0)
})

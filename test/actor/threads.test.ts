import { MessageChannel } from 'node:worker_threads'
import test from 'ava'
import { AskTimeoutError, NoActorExportError, registerError } from '../../src/actor/index.js'
import { TroupeError } from '../../src/errors.js'
import { decodeError, encodeError } from '../../src/transport/error-record.js'
import Counter from '../fixtures/actors/counter.js'
import Keeper from '../fixtures/actors/keeper.js'
import { second } from '../fixtures/actors/printer.js'
import { ask, start, until } from './helpers.js'

test('refs travel in messages: one thread talks to another, and a child made there is reached from here', async (t) => {
  const system = await start(t)
  const keeper = await system.spawn(Keeper, {}, { placement: 'thread' })
  const far = await system.spawn(Counter, { from: 1 }, { placement: 'thread' })
  const near = await system.spawn(Counter, { from: 10 })
  for (const to of [far, near]) {
    await keeper.ask('add', { to, by: 5 }, ask)
    t.is(await keeper.ask('askOther', { to, timeoutMs: 60_000 }, ask), await to.ask('get', undefined, ask))
  }
  t.is(await near.ask('get', undefined, ask), 15)
  const child = await keeper.ask('spawn', 'child', ask)
  child.tell('add', 2)
  t.is(await child.ask('get', undefined, ask), 2)
  t.is(child.path, `${keeper.path}/child`)
  const nested = await keeper.ask('spawnThread', 'nested', ask)
  t.is(await keeper.ask('askOther', { to: nested, timeoutMs: 60_000 }, ask), 0)
  await system.kill(keeper)
  for (const ref of [child, nested])
    await t.throwsAsync(ref.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
})

test('a ref comes back as itself, also deep inside maps, sets and cycles, and user data is left alone', async (t) => {
  const system = await start(t)
  const keeper = await system.spawn(Keeper, {}, { placement: 'thread' })
  const near = await system.spawn(Counter, { from: 10 })
  const value: Record<string, any> = {
    map: new Map([['a', new Set([near])]]),
    list: [{ near }],
    view: new Float64Array([1]),
  }
  value.self = value
  Object.defineProperty(value, '__proto__', { value: 'inert', enumerable: true })
  const back: any = await keeper.ask('echo', value, ask)
  t.true(back.list[0].near.equals(near))
  t.true([...back.map.get('a')][0].equals(near))
  t.is(back.self, back)
  t.deepEqual(back.view, value.view)
  t.is(Object.getOwnPropertyDescriptor(back, '__proto__')?.value, 'inert')
  t.is(Object.getPrototypeOf(back), Object.prototype)
})

test('shared memory and ports reach a thread through its arguments', async (t) => {
  const system = await start(t)
  const shared = new SharedArrayBuffer(4)
  const { port1, port2 } = new MessageChannel()
  const hello = new Promise((resolve) => port1.once('message', resolve))
  const keeper = await system.spawn(
    Keeper,
    { shared, port: port2 },
    { placement: 'thread', transfer: [port2] },
  )
  t.is(await hello, 'from the actor')
  await keeper.ask('mark', 42, ask)
  t.is(new Int32Array(shared)[0], 42)
  port1.close()
})

for (const placement of ['here', 'thread'] as const) {
  test(`a reply hands over the buffers that its transfer list names (${placement})`, async (t) => {
    const system = await start(t)
    const keeper = await system.spawn(Keeper, {}, { placement })
    const { given } = await keeper.ask('give', 1000, ask)
    t.is(given.byteLength, 1000)
    // within a thread nothing moves: both hold the same buffer
    t.is(await keeper.ask('left', undefined, ask), placement === 'thread' ? 0 : 1000)
    t.is((await keeper.ask('giveLater', 500, ask)).byteLength, 500)
  })
}

test('a message that cannot be encoded is refused at the sender; a reply that cannot, fails its ask only', async (t) => {
  const system = await start(t)
  const keeper = await system.spawn(Keeper, {}, { placement: 'thread' })
  const error = t.throws(() => keeper.tell('echo', { a: [() => 1] }), { code: 'ERR_NOT_ENCODABLE' })
  t.regex(error!.message, /echo\.a\[0\]/)
  await t.throwsAsync(keeper.ask('echo', Symbol('s'), ask), { code: 'ERR_NOT_ENCODABLE' })
  await t.throwsAsync(keeper.ask('unencodable', undefined, ask), {
    code: 'ERR_NOT_ENCODABLE',
    message: /list\[1\]/,
  })
  t.is(await keeper.ask('echo', 1, ask), 1)
})

test('offer says false across threads too, once the receiver has enough waiting', async (t) => {
  const system = await start(t)
  const options = { placement: 'thread', mailbox: { capacity: 100 } } as const
  const counter = await system.spawn(Counter, { from: 0 }, options)
  counter.tell('spin')
  let accepted = 0
  while (counter.offer('add', 1)) accepted++
  t.true(accepted >= 99 && accepted <= 101, String(accepted))
  await system.kill(counter)
})

test('a definition that is not its module default export does not start in a thread', async (t) => {
  const system = await start(t)
  await t.throwsAsync(system.spawn(second, undefined, { placement: 'thread' }), {
    instanceOf: NoActorExportError,
  })
  const here = await system.spawn(second, undefined)
  await here.ask('idle', undefined, ask)
})

class CartError extends TroupeError {
  readonly items: number
  constructor(items: number, cause: unknown) {
    super('ERR_CART', `${items} items are too many: remove some`, { items }, cause)
    this.items = items
  }
}

test('13: errors cross threads with class, code, fields, stack and cause', async (t) => {
  const system = await start(t)
  const keeper = await system.spawn(Keeper, {}, { placement: 'thread' })
  const sent = [
    new AskTimeoutError('/a', 'b', 5),
    Object.assign(new RangeError('outer', { cause: new TypeError('inner', { cause: 'root' }) }), {
      extra: { n: 1 },
    }),
    new AggregateError([new SyntaxError('one')], 'several'),
  ]
  const got = (await keeper.ask('echo', sent, ask)) as Error[]
  for (const [i, error] of sent.entries()) {
    t.is(Object.getPrototypeOf(got[i]), Object.getPrototypeOf(error))
    t.is(got[i]!.stack, error.stack)
    t.is(got[i]!.message, error.message)
    t.is(got[i]!.name, error.name)
  }
  t.like(got[0], { code: 'ERR_ASK_TIMEOUT', fields: { path: '/a', timeoutMs: 5 } })
  t.like(got[1], { extra: { n: 1 }, cause: { name: 'TypeError', message: 'inner', cause: 'root' } })
  t.true((got[1]!.cause as Error) instanceof TypeError)
  t.true((got[2] as AggregateError).errors[0] instanceof SyntaxError)
})

test('13: an unknown subclass of TroupeError arrives as TroupeError, a registered one as itself', (t) => {
  const error = new CartError(3, 'why')
  const plain = decodeError(structuredClone(encodeError(error)))
  t.true(plain instanceof TroupeError && !(plain instanceof CartError))
  t.like(plain, { name: 'CartError', code: 'ERR_CART', fields: { items: 3 }, items: 3, cause: 'why' })
  registerError(CartError)
  t.true(decodeError(structuredClone(encodeError(error))) instanceof CartError)
  const odd = decodeError(structuredClone(encodeError(Object.assign(new Error('odd'), { fn: () => 1 }))))
  t.is(typeof (odd as any).fn, 'string')
  t.is(decodeError(encodeError('text')).cause, 'text')
})

test('11: threads that are killed while they are asked: every ask settles, every death is told once, nothing hangs', async (t) => {
  const system = await start(t)
  const keeper = await system.spawn(Keeper, {})
  let settled = 0
  const rounds = 5
  const width = 10
  for (let round = 0; round < rounds; round++) {
    const refs = await Promise.all(
      Array.from({ length: width }, (_, i) =>
        system.spawn(Counter, { from: 0 }, { placement: 'thread', name: `r${round}-${i}` }),
      ),
    )
    for (const ref of refs) await keeper.ask('watch', ref, ask)
    const asks = refs.flatMap((ref, i) =>
      Array.from({ length: 20 }, () =>
        ref.ask(i % 3 === 0 ? 'hang' : 'get', undefined, ask).then(
          () => settled++,
          () => settled++,
        ),
      ),
    )
    await Promise.all(refs.map((ref, i) => (i % 2 === 0 ? system.kill(ref, ask) : ref.tell('exit', 1))))
    // actors that hang in a handler never read their `exit`
    await Promise.all(refs.map((ref) => system.kill(ref, ask)))
    await Promise.all(asks)
  }
  t.is(settled, rounds * width * 20)
  await until(async () => (await keeper.ask('downs', undefined, ask)).length === rounds * width, 'all deaths')
  const downs = await keeper.ask('downs', undefined, ask)
  t.is(new Set(downs.map((down) => down.path)).size, rounds * width)
})

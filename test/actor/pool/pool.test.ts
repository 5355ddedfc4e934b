import test from 'ava'
import {
  type ActorContext,
  type ActorRef,
  type Down,
  defineActor,
  type TroupeError,
} from '../../../src/actor/index.js'
import { localDevices } from '../../../src/actor/pool/devices.js'
import Tenant from '../../fixtures/actors/tenant.js'
import { ask, inOneProcess, inThreads, start, supervise, unhurried, until } from '../helpers.js'

const real = inThreads(test)

type System = Awaited<ReturnType<typeof start>>

async function parent(system: System, options = {}) {
  let context!: ActorContext
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
    options,
  )
  return { context, ref }
}

const lives = (ref: ActorRef) => ref.ask('incarnation', undefined, ask).catch(() => -1)

real('a pool runs many actors in few threads, the next one in the thread with the fewest', async (t) => {
  const system = await start(t)
  const pool = await system.pool({ threads: 2 })
  const refs = await Promise.all(
    Array.from({ length: 8 }, (_, from) => system.spawn(Tenant, { from }, { placement: { pool } })),
  )
  const threads = await Promise.all(refs.map((ref) => ref.ask('thread', undefined, ask)))
  t.is(new Set(threads).size, 2)
  t.deepEqual(await pool.load(), [4, 4])
  t.deepEqual(await Promise.all(refs.map((ref) => ref.ask('get', undefined, ask))), [0, 1, 2, 3, 4, 5, 6, 7])
  await system.kill(refs[0]!)
  await until(async () => (await pool.load()).includes(3), 'the seat')
  const next = await system.spawn(Tenant, undefined, { placement: { pool } })
  t.is(await next.ask('thread', undefined, ask), threads[0]!)
})

inOneProcess(test)(
  'an actor in any thread places its children in a pool by name, and they live and die with it',
  async (t) => {
    const system = await start(t)
    const pool = await system.pool({ threads: 2, name: 'shared' })
    const { context } = await parent(system)
    for (const placement of ['thread', { pool }] as const) {
      const owner = await system.spawn(Tenant, undefined, { placement })
      const child = await owner.ask('spawn', { placement: { pool: 'shared' }, from: 5 }, ask)
      // a pool that was sent in a message still names itself
      const other = await owner.ask('spawn', { placement: { pool } }, ask)
      t.is(await child.ask('get', undefined, ask), 5)
      t.is(child.path, `${owner.path}/actor-1`)
      const downs: Down[] = []
      for (const ref of [child, other]) context.watch(ref, (down) => downs.push(down))
      await (placement === 'thread' ? context.stop(owner) : system.kill(owner))
      await until(() => downs.length === 2, 'the deaths')
      await until(async () => (await pool.load()).join() === '0,0', 'the seats')
    }
  },
)

test('a failure is decided by the spawner, though the child lives elsewhere: restart, then stop', async (t) => {
  const system = await start(t)
  const pool = await system.pool({ threads: 1 })
  const policy = {
    ...supervise,
    decide: (error: Error) => (error.message === 'end' ? 'stop' : 'restart'),
  } as const
  const ref = await system.spawn(Tenant, { from: 1 }, { placement: { pool }, supervise: policy })
  const { context } = await parent(system)
  const downs: Down[] = []
  context.watch(ref, (down) => downs.push(down))
  ref.tell('add', 10)
  await t.throwsAsync(ref.ask('fail', 'again', ask), { instanceOf: TypeError })
  t.is(await ref.ask('get', undefined, ask), 1)
  t.is(await ref.ask('incarnation', undefined, ask), 1)
  t.deepEqual(downs, [])
  ref.tell('fail', 'end')
  await until(() => downs.length === 1, 'the death')
  t.like(downs[0], { reason: 'failed', error: { message: 'end' } })
  await until(async () => (await pool.load())[0] === 0, 'the seat')
})

real(
  'a lost thread is started again, and each of its actors by its own policy: same ref, one more incarnation',
  async (t) => {
    const system = await start(t)
    const pool = await system.pool({ threads: 1 })
    const { context } = await parent(system)
    const placement = { pool }
    const kept = await Promise.all(
      [1, 2, 3].map((from) => context.spawn(Tenant, { from }, { placement, supervise })),
    )
    const lost = await context.spawn(Tenant, { from: 9 }, { placement })
    const downs: Down[] = []
    for (const ref of [...kept, lost]) context.watch(ref, (down) => downs.push(down))
    kept[0]!.tell('add', 100)
    await kept[0]!.ask('get', undefined, ask)
    kept[1]!.tell('exit', 3)
    for (const [i, ref] of kept.entries()) {
      await until(async () => (await lives(ref)) === 1, 'the restart')
      t.is(await ref.ask('get', undefined, ask), i + 1)
    }
    t.deepEqual(
      downs.map((down) => [down.ref.path, down.reason, down.exitCode]),
      [[lost.path, 'exited', 3]],
    )
    await until(async () => (await pool.load()).join() === '3', 'the seat of the lost one')
    // watches made before the loss still tell of the end
    await system.kill(kept[0]!)
    await until(() => downs.length === 2, 'the death')
    t.true(downs[1]!.ref.equals(kept[0]!))
  },
)

real('what is sent while a thread is between two lives waits for the actor', async (t) => {
  const system = await start(t)
  const pool = await system.pool({ threads: 1 })
  const { context } = await parent(system)
  const options = { placement: { pool }, supervise: { ...supervise, backoff: { minMs: 200, maxMs: 200 } } }
  const ref = await context.spawn(Tenant, { from: 0 }, options)
  const other = await context.spawn(Tenant, { from: 0 }, options)
  const gone = t.throwsAsync(ref.ask('exit', 1, ask), { code: 'ERR_ACTOR_DOWN' })
  await gone
  for (let i = 0; i < 10; i++) ref.tell('add', 1)
  t.is(await ref.ask('get', undefined, ask), 10)
  t.is(await other.ask('incarnation', undefined, ask), 1)
})

real('the loss of a shared thread takes along the children of its actors, wherever they are', async (t) => {
  const system = await start(t)
  const left = await system.pool({ threads: 1, name: 'left' })
  const right = await system.pool({ threads: 1, name: 'right' })
  const { context } = await parent(system)
  const owner = await context.spawn(Tenant, undefined, { placement: { pool: left }, supervise })
  const downs: string[] = []
  for (const pool of ['right', 'left']) {
    const child = await owner.ask('spawn', { placement: { pool }, supervise }, ask)
    context.watch(child, (down) => downs.push(down.ref.path))
  }
  owner.tell('exit', 1)
  await until(() => downs.length === 2, 'the deaths')
  await until(async () => (await lives(owner)) === 1, 'the restart')
  await until(async () => (await right.load())[0] === 0, 'the seat')
  t.deepEqual(await left.load(), [1])
})

real(
  'a thread that crashes too often stays closed, its actors end with the cause, and an empty pool takes nobody',
  async (t) => {
    const system = await start(t)
    const pool = await system.pool({
      threads: 1,
      name: 'shaky',
      supervise: { maxRestarts: 1, withinMs: 3_600_000 },
    })
    const { context } = await parent(system)
    const many = { ...supervise, maxRestarts: 100 }
    const ref = await context.spawn(Tenant, undefined, { placement: { pool }, supervise: many })
    const downs: Down[] = []
    context.watch(ref, (down) => downs.push(down))
    for (const life of [0, 1]) {
      await until(async () => (await lives(ref)) === life, 'the life')
      ref.tell('exit', 1)
    }
    await until(() => downs.length === 1, 'the death')
    t.like(downs[0]!.error, { code: 'ERR_RESTART_INTENSITY' })
    await t.throwsAsync(context.spawn(Tenant, undefined, { placement: { pool } }), {
      code: 'ERR_POOL_CLOSED',
    })
  },
)

test('close stops the actors, then the threads; later spawns are refused; closing again is fine', async (t) => {
  const system = await start(t)
  const pool = await system.pool({ threads: 2, name: 'brief' })
  const { context } = await parent(system)
  const downs: Down[] = []
  for (let i = 0; i < 4; i++) {
    const ref = await context.spawn(Tenant, undefined, { placement: { pool }, supervise })
    context.watch(ref, (down) => downs.push(down))
  }
  await Promise.all([pool.close(unhurried), pool.close(unhurried)])
  await until(() => downs.length === 4, 'the deaths')
  t.deepEqual(new Set(downs.map((down) => down.reason)), new Set(['stopped']))
  await t.throwsAsync(context.spawn(Tenant, undefined, { placement: { pool } }), {
    code: 'ERR_POOL_CLOSED',
    message: /no open pool 'brief'/,
  })
  await t.notThrowsAsync(system.pool({ threads: 1, name: 'brief' }))
})

real(
  'actors of a device share one thread, which knows its device; another device has another thread',
  async (t) => {
    const system = await start(t, { devices: ['cpu', 'cuda:0'] })
    const spawn = (device: string) => system.spawn(Tenant, undefined, { placement: { device } })
    const [a, b, c] = await Promise.all([spawn('cpu'), spawn('cpu'), spawn('cuda:0')])
    const [x, y, z] = await Promise.all([a!, b!, c!].map((ref) => ref.ask('thread', undefined, ask)))
    t.is(x, y)
    t.not(x, z)
    t.is(await a!.ask('device', undefined, ask), 'cpu')
    t.is(await c!.ask('device', undefined, ask), 'cuda:0')
    const inner = await a!.ask('spawn', { placement: { device: 'cuda:0' } }, ask)
    t.is(await inner.ask('get', undefined, ask), 0)
    const free = await system.spawn(Tenant, undefined, { placement: 'thread' })
    t.is(await free.ask('device', undefined, ask), undefined)
  },
)

for (const devices of [['cpu'], ['cpu', 'npu:0'], undefined]) {
  test(`a device that there is not is refused with those that there are (${devices ?? 'of this machine'})`, async (t) => {
    const system = await start(t, devices ? { devices } : {})
    const refused = system.spawn(Tenant, undefined, { placement: { device: 'cuda:99' } })
    const error = await t.throwsAsync(refused, { code: 'ERR_UNKNOWN_DEVICE' })
    const { device, known } = (error as TroupeError).fields
    t.is(device, 'cuda:99')
    t.deepEqual(known, devices ?? localDevices())
  })
}

test.serial('of the devices of a machine CUDA_VISIBLE_DEVICES leaves those that CUDA would see', (t) => {
  const before = process.env.CUDA_VISIBLE_DEVICES
  t.teardown(() => {
    if (before === undefined) delete process.env.CUDA_VISIBLE_DEVICES
    else process.env.CUDA_VISIBLE_DEVICES = before
  })
  delete process.env.CUDA_VISIBLE_DEVICES
  const all = localDevices()
  t.is(all[0], 'cpu')
  for (const [visible, most] of [
    ['', 0],
    ['-1', 0],
    ['0', 1],
    ['0,-1,1', 1],
    ['GPU-5e3b, 1', 2],
  ] as const) {
    process.env.CUDA_VISIBLE_DEVICES = visible
    t.deepEqual(localDevices(), all.slice(0, 1 + most), `'${visible}'`)
  }
})

real('a device keeps its name over the loss of its thread', async (t) => {
  const system = await start(t)
  const ref = await system.spawn(Tenant, undefined, { placement: { device: 'cpu' }, supervise })
  ref.tell('exit', 1)
  await until(async () => (await lives(ref)) === 1, 'the restart')
  t.is(await ref.ask('device', undefined, ask), 'cpu')
})

test('what setup throws in a pool goes to the spawner, and the seat is free again', async (t) => {
  const system = await start(t)
  const pool = await system.pool({ threads: 1 })
  const { second } = await import('../../fixtures/actors/printer.js')
  await t.throwsAsync(system.spawn(second, undefined, { placement: { pool } }), {
    code: 'ERR_NO_ACTOR_EXPORT',
  })
  await until(async () => (await pool.load())[0] === 0, 'the seat')
})

test('members of a team may share threads with others', async (t) => {
  const system = await start(t)
  const pool = await system.pool({ threads: 2 })
  const { context } = await parent(system)
  const together = { ...supervise, strategy: 'one-for-all' } as const
  const refs = await Promise.all(
    [1, 2, 3].map((from) => context.spawn(Tenant, { from }, { placement: { pool }, supervise: together })),
  )
  const alone = await context.spawn(Tenant, undefined, { placement: { pool } })
  refs[1]!.tell('fail', 'boom')
  for (const ref of refs) await until(async () => (await lives(ref)) === 1, 'the restart')
  t.is(await lives(alone), 0)
})

real(
  'an actor whose shared thread is blocked is cut off by a kill; its neighbours keep their thread',
  async (t) => {
    const system = await start(t)
    const pool = await system.pool({ threads: 1 })
    const { context } = await parent(system)
    const [spinning, other] = await Promise.all(
      [1, 2].map(() => context.spawn(Tenant, undefined, { placement: { pool } })),
    )
    const word = new Int32Array(new SharedArrayBuffer(4))
    spinning!.tell('spinUntil', word)
    // The order to end it would overtake the message.
    await until(() => Atomics.load(word, 0) === 1, 'the loop')
    const downs: Down[] = []
    // Told while its handler still runs; then the thread has until its sign of life is overdue.
    context.watch(spinning!, (down) => {
      downs.push(down)
      Atomics.store(word, 0, 2)
    })
    await system.kill(spinning!)
    await until(() => downs.length === 1, 'the death')
    t.is(downs[0]!.reason, 'killed')
    t.deepEqual(await pool.load(), [1])
    t.is(await other!.ask('get', undefined, ask), 0)
    t.is(await lives(spinning!), -1)
  },
)

real('a system stops though actors in its pools hang in a loop', async (t) => {
  const system = await start(t)
  const pool = await system.pool({ threads: 2 })
  const refs = await Promise.all([1, 2].map(() => system.spawn(Tenant, undefined, { placement: { pool } })))
  const pending = t.throwsAsync(refs[0]!.ask('spin', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  await system.stop({ graceMs: 300 })
  await pending
})

test('wrong pools are refused: no threads, strange names and options, a name twice, an unknown pool', async (t) => {
  const system = await start(t)
  const refused = (options: any, message: RegExp) =>
    t.throwsAsync(system.pool(options), { code: 'ERR_ACTOR_OPTION', message })
  await refused({ threads: 0 }, /pool\.threads: .*1 to 1024, got 0/)
  await refused({}, /pool\.threads/)
  await refused({ threads: 1, name: 'a/b' }, /pool\.name/)
  await refused({ threads: 1, size: 3 }, /pool\.size/)
  await refused({ threads: 1, supervise: { maxRestarts: -1, withinMs: 1 } }, /pool\.supervise\.maxRestarts/)
  await system.pool({ threads: 1, name: 'once' })
  await t.throwsAsync(system.pool({ threads: 1, name: 'once' }), { code: 'ERR_NAME_TAKEN' })
  await t.throwsAsync(system.spawn(Tenant, undefined, { placement: { pool: 'none' } }), {
    code: 'ERR_POOL_CLOSED',
  })
  const wrong = { placement: { device: 'a b' } }
  await t.throwsAsync(system.spawn(Tenant, undefined, wrong), { code: 'ERR_ACTOR_OPTION' })
})

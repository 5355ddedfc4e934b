import test from 'ava'
import {
  type ActorContext,
  type ActorRef,
  type Down,
  defineActor,
  type RestartIntensityError,
  type SpawnOptions,
  type Supervise,
  VirtualClock,
} from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import { ask, gate, inThreads, start, until } from '../helpers.js'

const real = inThreads(test)

const policy = { maxRestarts: 3, withinMs: 3_600_000 }
const all: Supervise = { strategy: 'one-for-all', ...policy }
const rest: Supervise = { strategy: 'rest-for-one', ...policy }

/** Logs what happens to it; fails on demand, or in the setups listed. */
const Noted = defineActor(
  import.meta.url,
  (ctx, { log, badSetups = [] }: { log: string[]; badSetups?: number[] }) => {
    const name = ctx.path.split('/').pop()!
    log.push(`start ${name}.${ctx.incarnation}`)
    ctx.onStop(() => log.push(`end ${name}.${ctx.incarnation}`))
    if (badSetups.includes(ctx.incarnation)) throw new RangeError(`setup of ${name}`)
    let kept = 0
    return {
      keep: (n: number) => {
        kept += n
      },
      get: () => kept,
      incarnation: () => ctx.incarnation,
      fail: (message: string) => {
        throw new TypeError(message)
      },
      wait: (passed: Promise<void>) => passed,
    }
  },
)
type Noted = ActorRef<Awaited<ReturnType<(typeof Noted)['setup']>>>

/** A parent whose context the test uses. */
async function parent(system: Awaited<ReturnType<typeof start>>, options: SpawnOptions = {}) {
  let context!: ActorContext
  const ref = await system.spawn(
    defineActor(import.meta.url, (ctx) => {
      context = ctx
      return {}
    }),
    undefined,
    options,
  )
  return { ref, context }
}

async function family(
  ctx: ActorContext,
  supervise: Supervise,
  names: string[],
  log: string[],
): Promise<Noted[]> {
  const refs: Noted[] = []
  for (const name of names) refs.push(await ctx.spawn(Noted, { log }, { name, supervise }))
  log.length = 0
  return refs
}

const incarnations = (refs: Noted[]) => Promise.all(refs.map((ref) => ref.ask('incarnation', undefined, ask)))

test('11: one-for-all: when one fails all end in reverse start order and start again in order, with their mailboxes', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const log: string[] = []
  const refs = await family(context, all, ['a', 'b', 'c'], log)
  refs[0]!.tell('keep', 1)
  refs[1]!.tell('fail', 'boom')
  refs[0]!.tell('keep', 2)
  refs[1]!.tell('keep', 4)
  await until(() => log.includes('start c.1'), 'the last start')
  t.deepEqual(log, ['end b.0', 'end c.0', 'end a.0', 'start a.1', 'start b.1', 'start c.1'])
  t.deepEqual(await incarnations(refs), [1, 1, 1])
  t.is(await refs[1]!.ask('get', undefined, ask), 4)
})

test('11: rest-for-one: those started after the failed one share its fate, the earlier ones go on', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const log: string[] = []
  const refs = await family(context, rest, ['a', 'b', 'c', 'd'], log)
  refs[1]!.tell('fail', 'boom')
  await until(() => log.includes('start d.1'), 'the last start')
  t.deepEqual(log, ['end b.0', 'end d.0', 'end c.0', 'start b.1', 'start c.1', 'start d.1'])
  t.deepEqual(await incarnations(refs), [0, 1, 1, 1])
})

test('11: a team-mate finishes its message before its life ends, and that ask is answered', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const log: string[] = []
  const [a, b] = await family(context, all, ['a', 'b'], log)
  const { open, passed } = gate()
  const waiting = a!.ask('wait', passed, ask)
  b!.tell('fail', 'boom')
  await until(() => log.includes('end b.0'), 'the failure')
  t.deepEqual(log, ['end b.0'])
  open()
  await waiting
  await until(async () => (await incarnations([a!, b!])).every((n) => n === 1), 'the restart')
})

test('11: a team-mate that does not finish its message loses it after the grace', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const { context } = await parent(system)
  const [a, b] = await family(context, all, ['a', 'b'], [])
  const waiting = t.throwsAsync(a!.ask('wait', new Promise(() => {}), { timeoutMs: 60_000 }), {
    code: 'ERR_ACTOR_DOWN',
    message: /restarted before it answered/,
  })
  b!.tell('fail', 'boom')
  await clock.advance(5000)
  await waiting
  const lives = incarnations([a!, b!])
  await clock.advance(0)
  t.deepEqual(await lives, [1, 1])
})

test('the team has one intensity: failures of different members add up, and the excess ends all of them with their parent', async (t) => {
  const system = await start(t)
  const { context: top } = await parent(system)
  const { context, ref } = await parent(system, { name: 'middle' })
  const refs = await family(context, all, ['a', 'b', 'c'], [])
  const downs: Down[] = []
  for (const one of [...refs, ref]) top.watch(one, (down) => downs.push(down))
  for (let i = 0; i < 3; i++) {
    await t.throwsAsync(refs[i]!.ask('fail', `number ${i}`, ask))
    await until(async () => (await incarnations(refs)).every((n) => n === i + 1), 'the restart')
  }
  refs[1]!.tell('fail', 'number 3')
  await until(() => downs.length === 4, 'all deaths')
  const error = downs.find((down) => down.ref.equals(refs[1]!))!.error as RestartIntensityError
  t.like(error, { code: 'ERR_RESTART_INTENSITY', cause: { message: 'number 3' } })
  t.is(downs.at(-1)!.ref.path, '/middle')
})

test('a team at the top of the tree ends as a whole when its intensity is exceeded', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const supervise: Supervise = { ...all, maxRestarts: 0 }
  const refs = await Promise.all([1, 2].map(() => system.spawn(Noted, { log: [] }, { supervise })))
  const downs: Down[] = []
  for (const ref of refs) context.watch(ref, (down) => downs.push(down))
  refs[0]!.tell('fail', 'boom')
  await until(() => downs.length === 2, 'both deaths')
  t.deepEqual(downs.map((down) => down.reason).sort(), ['failed', 'stopped'])
})

test('back-off comes once per recovery of the team, between the ends and the starts', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const { context } = await parent(system)
  const log: string[] = []
  const refs = await family(context, { ...all, backoff: { minMs: 100, maxMs: 1000 } }, ['a', 'b'], log)
  refs[0]!.tell('fail', 'boom')
  await clock.advance(99)
  t.deepEqual(log, ['end a.0', 'end b.0'])
  await clock.advance(1)
  t.deepEqual(log.slice(2), ['start a.1', 'start b.1'])
  t.is(clock.pending, 0)
})

test('a member that fails in the setup of its restart begins a new recovery; nothing is started twice', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const log: string[] = []
  const refs: Noted[] = []
  for (const name of ['a', 'b', 'c']) {
    const badSetups = name === 'b' ? [1] : []
    refs.push(await context.spawn(Noted, { log, badSetups }, { name, supervise: all }))
  }
  log.length = 0
  refs[2]!.tell('fail', 'boom')
  await until(() => log.includes('start c.1'), 'the last start')
  t.deepEqual(log, [
    ...['end c.0', 'end b.0', 'end a.0'],
    ...['start a.1', 'start b.1', 'end b.1', 'end a.1'],
    ...['start a.2', 'start b.2', 'start c.1'],
  ])
})

test('11: failures of several members at once are one recovery per failure that still stands, within the intensity', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const log: string[] = []
  // A thread that is held up may leave some of them to the next life: then there are up to four recoveries.
  const refs = await family(context, { ...all, maxRestarts: 4 }, ['a', 'b', 'c', 'd'], log)
  for (const ref of refs) ref.tell('fail', 'at once')
  await until(async () => (await incarnations(refs).catch(() => [])).length === 4, 'all back')
  t.is(
    log.filter((line) => line.startsWith('start')).length,
    log.filter((line) => line.startsWith('end')).length,
  )
})

test('decide: stop ends those whom the failure concerns, in reverse start order; others live', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const log: string[] = []
  const refs = await family(context, { ...rest, decide: () => 'stop' }, ['a', 'b', 'c', 'd'], log)
  const downs: string[] = []
  for (const ref of refs) context.watch(ref, (down) => downs.push(`${down.ref.path.at(-1)} ${down.reason}`))
  refs[1]!.tell('fail', 'boom')
  await until(() => downs.length === 3, 'the deaths')
  t.deepEqual(downs, ['b failed', 'd stopped', 'c stopped'])
  t.deepEqual(await incarnations([refs[0]!]), [0])
})

test('teams of one parent have names of their own and do not touch each other, nor one-for-one children', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const log: string[] = []
  const refs = [
    ...(await family(context, { ...all, team: 'left' }, ['a', 'b'], log)),
    ...(await family(context, { ...all, team: 'right', maxRestarts: 9 }, ['c'], log)),
    ...(await family(context, { strategy: 'one-for-one', ...policy }, ['d'], log)),
  ]
  refs[0]!.tell('fail', 'boom')
  await until(() => log.includes('start b.1'), 'the restart')
  t.deepEqual(await incarnations(refs), [1, 1, 0, 0])
})

test('a team that a stop overtakes is not restarted', async (t) => {
  const clock = new VirtualClock()
  const system = await start(t, { clock })
  const { context, ref } = await parent(system)
  const { context: top } = await parent(system)
  const log: string[] = []
  const refs = await family(context, { ...all, backoff: { minMs: 1000, maxMs: 1000 } }, ['a', 'b'], log)
  refs[0]!.tell('fail', 'boom')
  await clock.advance(10)
  const stopped = top.stop(ref)
  await clock.advance(5000)
  await stopped
  t.deepEqual(log, ['end a.0', 'end b.0'])
  t.is(clock.pending, 0)
})

real(
  'members in threads share one fate too: a thread that is lost takes the team along, each with its own incarnation',
  async (t) => {
    const system = await start(t)
    const { context } = await parent(system)
    const refs = []
    for (const placement of ['thread', 'here', 'thread'] as const) {
      refs.push(await context.spawn(Counter, { from: refs.length }, { supervise: all, placement }))
    }
    for (const ref of refs) {
      ref.tell('add', 10)
      await ref.ask('get', undefined, ask)
    }
    refs[0]!.tell('exit', 3)
    for (const [i, ref] of refs.entries()) {
      await until(
        async () => (await ref.ask('incarnation', undefined, ask).catch(() => 0)) === 1,
        'the restart',
      )
      t.is(await ref.ask('get', undefined, ask), i)
    }
  },
)

test('wrong mixes are refused: another policy in one team, a team of one-for-one, an unknown strategy', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  await context.spawn(Counter, { from: 0 }, { supervise: all })
  const refused = (supervise: any) =>
    t.throwsAsync(context.spawn(Counter, { from: 0 }, { supervise }), { code: 'ERR_ACTOR_OPTION' })
  t.regex((await refused(rest))!.message, /supervise\.strategy: differs .*team 'default'/)
  t.regex((await refused({ ...all, maxRestarts: 9 }))!.message, /supervise\.maxRestarts/)
  t.regex((await refused({ ...all, backoff: { minMs: 1, maxMs: 2 } }))!.message, /supervise\.backoff\.minMs/)
  t.regex((await refused({ strategy: 'all', ...policy }))!.message, /one-for-one.*one-for-all.*rest-for-one/)
  await refused({ strategy: 'one-for-one', team: 'a', ...policy })
})

test('a team is forgotten with its last member: the next one may have another policy', async (t) => {
  const system = await start(t)
  const { context } = await parent(system)
  const ref = await context.spawn(Counter, { from: 0 }, { supervise: all })
  await context.stop(ref)
  await t.notThrowsAsync(context.spawn(Counter, { from: 0 }, { supervise: rest }))
})

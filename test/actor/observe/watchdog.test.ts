import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { ActorSystem, type Stall, type SystemOptions } from '../../../src/actor/index.js'
import Blocker from '../../fixtures/actors/blocker.js'
import { ask, start, until } from '../helpers.js'

const watchdog = { stallMs: 100, waitMs: 100 }

/** A latch in shared memory, for handlers that block. */
const latch = () => new SharedArrayBuffer(4)
const letGo = (memory: SharedArrayBuffer) => Atomics.store(new Int32Array(memory), 0, 1)

async function watched(t: Parameters<typeof start>[0], options: SystemOptions = {}) {
  const stalls: Stall[] = []
  const system = await start(t, { watchdog, onStall: (stall) => stalls.push(stall), ...options })
  const found = (kind: Stall['kind'], message: string | undefined, over = false) =>
    stalls.find((stall) => stall.kind === kind && stall.message === message && stall.over === over)
  return { system, stalls, found }
}

test('a handler that never returns is reported with its path and message, and again when it is over', async (t) => {
  const { system, found } = await watched(t)
  const heard: Stall[] = []
  system.stalls.subscribe((stall) => heard.push(stall))
  const ref = await system.spawn(Blocker, undefined, { name: 'stuck', placement: 'thread' })
  const memory = latch()
  ref.tell('spin', memory)
  await until(() => found('blocked', 'spin') !== undefined, 'the report')
  const { path, place, durationMs } = found('blocked', 'spin')!
  t.is(path, '/stuck')
  t.is(place, ref.address.place)
  t.true(durationMs >= watchdog.stallMs / 2)
  letGo(memory)
  await until(() => found('blocked', 'spin', true) !== undefined, 'its end')
  t.is(await ref.ask('get', undefined, ask), 0)
  t.deepEqual(
    heard.filter(({ message }) => message === 'spin').map(({ over }) => over),
    [false, true],
  )
})

test('after a message that nobody handles an idle thread counts as idle, and a blocked one as blocked', async (t) => {
  const { system, stalls, found } = await watched(t)
  const ref = await system.spawn(Blocker, undefined, { name: 'asked', placement: 'thread' })
  const none = 'nothing' as never
  await t.throwsAsync(ref.ask(none, none, ask), { code: 'ERR_UNKNOWN_MESSAGE' })
  const memory = latch()
  ref.tell('spin', memory)
  await until(() => found('blocked', 'spin') !== undefined, 'the report')
  letGo(memory)
  await until(() => found('blocked', 'spin', true) !== undefined, 'its end')
  // A slow machine may see the thread make its first error for more than the limit: that is over by now, too.
  const mine = stalls.filter(({ kind, path }) => kind === 'blocked' && path === '/asked')
  t.is(mine.filter(({ message, over }) => message === 'spin' && !over).length, 1)
  t.is(mine.filter(({ over }) => !over).length, mine.filter(({ over }) => over).length)
})

test('in a thread that actors share the one that blocks it is named', async (t) => {
  const { system, found } = await watched(t)
  await system.pool({ name: 'shared', threads: 1 })
  const options = { placement: { pool: 'shared' } } as const
  const [first, second] = [
    await system.spawn(Blocker, undefined, { name: 'first', ...options }),
    await system.spawn(Blocker, undefined, { name: 'second', ...options }),
  ]
  await first.ask('get', undefined, ask)
  const memory = latch()
  second.tell('spin', memory)
  await until(() => found('blocked', 'spin') !== undefined, 'the report')
  t.is(found('blocked', 'spin')!.path, '/second')
  letGo(memory)
})

test('setup, timers and what follows an await are watched too', async (t) => {
  const { system, found, stalls } = await watched(t)
  const inSetup = latch()
  const spawning = system.spawn(Blocker, { spinInSetup: inSetup }, { name: 'in-setup', placement: 'thread' })
  await until(() => found('blocked', '(setup)') !== undefined, 'setup')
  t.is(found('blocked', '(setup)')!.path, '/in-setup')
  letGo(inSetup)
  const ref = await spawning
  const inTimer = latch()
  ref.tell('spinInTimer', inTimer)
  await until(() => found('blocked', '(timer or notice)') !== undefined, 'a timer')
  letGo(inTimer)
  await ref.ask('get', undefined, ask)
  const later = latch()
  ref.tell('spinAfterAwait', later)
  await until(() => found('blocked', 'spinAfterAwait') !== undefined, 'what follows an await')
  t.is(found('blocked', 'spinAfterAwait')!.path, '/in-setup')
  letGo(later)
  await until(() => found('blocked', 'spinAfterAwait', true) !== undefined, 'its end')
  t.true(stalls.every(({ path }) => path === '/in-setup'))
})

test('an actor that awaits for long blocks nobody but itself, and is reported as waiting', async (t) => {
  const { system, found } = await watched(t)
  const ref = await system.spawn(Blocker, undefined, { name: 'patient' })
  const memory = latch()
  ref.tell('wait', memory)
  await until(() => found('waiting', 'wait') !== undefined, 'the report')
  t.is(found('waiting', 'wait')!.path, '/patient')
  letGo(memory)
  await until(() => found('waiting', 'wait', true) !== undefined, 'its end')
})

test('the end of a thread is the end of what blocked it', async (t) => {
  const { system, found } = await watched(t)
  const ref = await system.spawn(Blocker, undefined, { name: 'stuck', placement: 'thread' })
  ref.tell('spinForEver')
  await until(() => found('blocked', 'spinForEver') !== undefined, 'the report')
  await system.kill(ref)
  await until(() => found('blocked', 'spinForEver', true) !== undefined, 'its end')
  t.is(found('blocked', 'spinForEver', true)!.path, '/stuck')
})

test('without a watchdog nobody is reported; a clock of one’s own means none', async (t) => {
  const { system, stalls } = await watched(t, { watchdog: false })
  const ref = await system.spawn(Blocker, undefined, { placement: 'thread' })
  const memory = latch()
  ref.tell('spin', memory)
  // Another system's watchdog sees that as much time passed as would have been enough.
  const other = await watched(t)
  const witness = await other.system.spawn(Blocker, undefined, { placement: 'thread' })
  witness.tell('spin', memory)
  await until(() => other.found('blocked', 'spin') !== undefined, 'the other report')
  letGo(memory)
  await ref.ask('get', undefined, ask)
  t.deepEqual(stalls, [])
})

test('limits that make no sense are refused with the name of the option', async (t) => {
  for (const wrong of [{ stallMs: 1 }, { waitMs: Number.NaN }, { stall: 5 }, true]) {
    await t.throwsAsync(ActorSystem.start({ watchdog: wrong as any }), {
      code: 'ERR_ACTOR_OPTION',
      message: /watchdog/,
    })
  }
})

const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

/** The arguments of a program of its own, whose main thread may hang. */
const args = (body: string) => [
  '-e',
  `(async () => {
    const { ActorSystem } = await import(${url('../../../src/actor/index.js')})
    const { default: Blocker } = await import(${url('../../fixtures/actors/blocker.js')})
    const memory = new SharedArrayBuffer(4)
    ${body}
  })()`,
]

function program(body: string, env: NodeJS.ProcessEnv = {}) {
  const options = { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 120_000 } as const
  return spawnSync(process.execPath, args(body), options)
}

test('a main thread that hangs is told of on stderr while it hangs, by the watchdog itself', async (t) => {
  const body = `
    const system = await ActorSystem.start({ watchdog: { stallMs: 100 } })
    const ref = await system.spawn(Blocker, undefined, { name: 'main-loop' })
    ref.tell('spinForEver')`
  const child = spawn(process.execPath, args(body), { stdio: ['ignore', 'ignore', 'pipe'] })
  t.teardown(() => child.kill('SIGKILL'))
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  // A slow machine may make it tell of the actor's start before.
  const line = /^troupe: \/main-loop in 'spinForEver' has blocked the main thread for \d+\.\d s.*\n/m
  await until(() => line.test(stderr), 'the line')
  t.pass()
})

test('without core.node nothing that blocks is reported, what awaits is, and inspect says what runs', (t) => {
  const none = mkdtempSync(join(tmpdir(), 'troupe-none-'))
  t.teardown(() => rmSync(none, { recursive: true }))
  const { stdout, stderr } = program(
    `
    let waiting = false
    const system = await ActorSystem.start({
      watchdog: { stallMs: 50, waitMs: 50 },
      onStall: ({ kind, message, over }) => {
        if (over) return
        console.log(kind, message)
        waiting ||= kind === 'waiting'
      },
    })
    const [stuck, patient] = await Promise.all(
      ['stuck', 'patient'].map((name) => system.spawn(Blocker, undefined, { name, placement: 'thread' })),
    )
    stuck.tell('spin', memory)
    patient.tell('wait', memory)
    const stuckNow = async () =>
      String(await system.inspect({ timeoutMs: 200 })).includes("not responding, 'spin' of /stuck")
    while (!((await stuckNow()) && waiting));
    console.log('inspected')
    Atomics.store(new Int32Array(memory), 0, 1)
    await system.stop()`,
    { TROUPE_BUILD_DIR: none },
  )
  t.is(stderr, '')
  t.deepEqual(stdout.trim().split('\n').sort(), ['inspected', 'waiting wait'])
})

test('a system that is watched lets its process end', (t) => {
  const { stderr, status } = program(`
    const system = await ActorSystem.start()
    await system.spawn(Blocker, undefined)
    process.on('exit', () => console.log('ended'))`)
  t.is(stderr, '')
  t.is(status, 0)
})

import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'ava'
import { readManifest } from '../../src/state/index.js'
import { finish, scratch } from '../fixtures/tasks/run.js'
import { type Ended, processOf, small, stateful, troupeTrain } from './command.js'

const shape = { agents: 2, shards: 4, seed: 3, steps: 40 }
const flags = Object.entries(shape).flatMap(([name, value]) => [`--${name}`, String(value)])

/** What must be the same however often the process died. */
function outcome({ events }: Ended) {
  const { event, steps, parametersSha256, stateSha256, evaluation } = events.at(-1)!
  return { event, steps, parametersSha256, stateSha256, evaluation }
}

async function undisturbed(task: string, options: object = shape) {
  const { parametersSha256, stateSha256, evaluation, steps } = await finish(task, options)
  return { event: 'finished', steps, parametersSha256, stateSha256, evaluation }
}

const incidentsOf = ({ events }: Ended) => events.filter(({ event }) => event === 'incident')

test.serial(
  'a process that is killed at any step is replaced, and the run ends with the same bits',
  async (t) => {
    const expected = await undisturbed(small)
    for (const [step, ...more] of [[0], [17, '--checkpoint-every', '8'], [39]] as [number, ...string[]][]) {
      const ended = await troupeTrain([small, ...flags, '--faults', `kill:process@step=${step}`, ...more])
      t.is(ended.code, 0, ended.err)
      t.deepEqual(outcome(ended), expected)
      const incidents = incidentsOf(ended)
      t.is(incidents.length, 1)
      t.like(incidents[0], {
        id: 0,
        cause: 'process was killed by SIGKILL',
        agent: null,
        host: 0,
        incarnation: 1,
        lostSteps: 0,
        lostSamples: 0,
      })
      t.true(incidents[0]!.totalMs > 0 && incidents[0]!.step <= step)
      t.is(ended.events.at(-1)!.incidents, 1)
      t.is(ended.events.filter(({ event }) => event === 'started').length, 1, 'one stream of one run')
      const lines = readFileSync(join(ended.events.at(-1)!.runDirectory, 'events.jsonl'), 'utf8').trimEnd()
      t.is(lines.split('\n').filter((line) => JSON.parse(line).event === 'incident').length, 1)
    }
  },
)

test.serial(
  'a process that is killed where a phase says, with agents, is replaced, and nothing happens twice',
  async (t) => {
    const faults = 'kill:agent=1@step=5;kill:process@step=8,phase=update;throw:agent=0@step=20'
    const ended = await troupeTrain([small, ...flags, '--faults', faults])
    t.is(ended.code, 0, ended.err)
    t.deepEqual(outcome(ended), await undisturbed(small))
    const incidents = incidentsOf(ended)
    t.is(ended.events.at(-1)!.incidents, incidents.length)
    t.deepEqual(
      incidents.map(({ id }) => id),
      incidents.map((_, id) => id),
    )
    // The first agent's may have died with the process that was about to tell it.
    t.deepEqual(
      incidents.slice(-2).map(({ agent }) => agent),
      [null, 0],
    )
  },
)

test.serial('a process that others kill or crash is replaced', async (t) => {
  // Without an end of its own: the last signal comes before it, however late that is.
  const endless = [small, ...flags, '--steps', '1000000', '--checkpoint-every', '5']
  const signals: NodeJS.Signals[] = ['SIGKILL', 'SIGSEGV', 'SIGABRT']
  const killed = new Set<number>()
  let deaths = 0
  let stopping = false
  const ended = await troupeTrain(endless, ({ event, step, host }, launcher) => {
    if (event === 'incident' && host === 0) deaths++
    // Later each time, or it might not get on.
    if (event !== 'step' || step <= 5 * killed.size || deaths < killed.size || stopping) return
    if (killed.size === signals.length) {
      stopping = true
      launcher.kill('SIGINT')
      return
    }
    const pid = processOf(launcher.pid!)
    // Each process once: what it had told before comes through all the same.
    if (pid === undefined || killed.has(pid)) return
    process.kill(pid, signals[killed.size]!)
    killed.add(pid)
  })
  t.is(ended.code, 130, ended.err)
  const { step: steps } = ended.events.at(-1)!
  const { path } = ended.events.findLast(({ event }) => event === 'checkpoint')!
  const { parametersSha256, stateSha256 } = await finish(small, { ...shape, steps })
  t.like(readManifest(path), { step: steps, parametersSha256, stateSha256 })
  t.deepEqual(
    incidentsOf(ended).map(({ cause }) => cause),
    ['process was killed by SIGKILL', 'process crashed (SIGSEGV)', 'process was aborted (SIGABRT)'],
  )
})

test.serial('a process that dies too often ends the run, with the cause and where to go on', async (t) => {
  const args = [small, '--steps', '100000', '--checkpoint-every', '3', '--restarts', '1']
  const killed = new Set<number>()
  const ended = await troupeTrain(args, ({ event }, launcher) => {
    if (event !== 'checkpoint') return
    const pid = processOf(launcher.pid!)
    // Each process once: what it had told before comes through all the same.
    if (pid === undefined || killed.has(pid)) return
    killed.add(pid)
    process.kill(pid, 'SIGSEGV')
  })
  t.is(killed.size, 2)
  t.is(ended.code, 1)
  const last = ended.events.at(-1)!
  t.like(last, { event: 'failed', code: 'ERR_PROCESS_LOST' })
  t.regex(last.message, /process crashed \(SIGSEGV\).*1 restart.*--resume /)
  const record = JSON.parse(readFileSync(join(last.resume, 'run.json'), 'utf8'))
  t.like(record, { status: 'failed', result: { code: 'ERR_PROCESS_LOST' } })
  t.like(ended.events.at(-2), { event: 'incident', host: 0, lostSteps: 1 })
})

/** Some seconds of steps, so that the last ones before a death are in memory; they are few enough to be done again. */
const inMemory = { ...shape, steps: 80, set: { pauseMs: 20, peak: 1000 } }
const dies = [
  '--steps',
  '80',
  '--set',
  'pauseMs=20',
  '--set',
  'peak=1000',
  '--faults',
  'kill:process@step=60',
]

test.serial(
  'what only memory has is written down when the process is given up, and the run goes on from there',
  async (t) => {
    const lost = await troupeTrain([stateful, ...flags, ...dies, '--restarts', '0'])
    t.is(lost.code, 1, lost.err)
    const failed = lost.events.at(-1)!
    t.like(failed, { event: 'failed', code: 'ERR_PROCESS_LOST' })
    t.true(failed.message.includes(`--resume ${failed.resume}`), failed.message)
    const kept = lost.events.find(({ event }) => event === 'checkpoint')!
    t.is(dirname(dirname(kept.path)), failed.resume)
    t.true(kept.step > 0)
    t.like(JSON.parse(readFileSync(join(failed.resume, 'run.json'), 'utf8')), {
      status: 'failed',
      result: { resume: failed.resume },
    })
    const ended = await troupeTrain([stateful, '--resume', failed.resume], undefined, lost.cwd)
    t.is(ended.code, 0, ended.err)
    t.like(ended.events[0], { event: 'started', resumed: { step: kept.step, path: kept.path } })
    t.deepEqual(outcome(ended), await undisturbed(stateful, inMemory))
  },
)

test.serial('a process that is started again goes on from memory', async (t) => {
  const ended = await troupeTrain([stateful, ...flags, ...dies])
  t.is(ended.code, 0, ended.err)
  const lines = readFileSync(join(ended.events.at(-1)!.runDirectory, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
  const lives = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'started')
  t.like(lives, { length: 2, 0: { resumed: null }, 1: { resumed: { path: 'memory' } } })
  t.true(lives[1].resumed.step > 0)
})

test.serial('what only memory has is written down when the next process cannot start, too', async (t) => {
  const cwd = scratch()
  let pid: number | undefined
  let run = ''
  // There are ten of them a second at most: after some of them memory has something, however fast the steps are.
  let told = 0
  const args = [stateful, ...flags, '--steps', '1000000', '--set', 'peak=1000000']
  const ended = await troupeTrain(
    args,
    ({ event, ...rest }, launcher) => {
      if (event === 'started') run = join('runs', rest.run)
      if (event !== 'step' || ++told < 20 || pid !== undefined) return
      pid = processOf(launcher.pid!)!
      const directory = join(cwd, run)
      for (const name of readdirSync(directory)) if (name.endsWith('.mjs')) rmSync(join(directory, name))
      process.kill(pid, 'SIGKILL')
    },
    cwd,
  )
  t.is(ended.code, 1)
  const failed = ended.events.at(-1)!
  t.like(failed, { event: 'failed', code: 'ERR_TASK_IMPORT', resume: join(cwd, run) })
  t.true(ended.events.some(({ event, step }) => event === 'checkpoint' && step >= 1))
})

test.serial('a stop that meets a process which is only just starting is not lost', async (t) => {
  let killed: number | undefined
  const args = [stateful, '--steps', '1000000', '--set', 'pauseMs=5']
  const ended = await troupeTrain(args, ({ event, step }, launcher) => {
    if (event !== 'step' || step < 5 || killed !== undefined) return
    killed = processOf(launcher.pid!)!
    process.kill(killed, 'SIGKILL')
    const timer = setInterval(() => {
      if ([undefined, killed].includes(processOf(launcher.pid!))) return
      clearInterval(timer)
      launcher.kill('SIGINT')
    }, 10)
  })
  t.is(ended.code, 130, ended.err)
  t.like(ended.events.at(-1), { event: 'stopped' })
  t.truthy(ended.events.at(-1)!.resume)
})

test.serial('wrong usage is not tried again', async (t) => {
  for (const args of [
    [small, '--shards', '5'],
    [small, '--faults', 'kill:process@step=99'],
  ]) {
    const ended = await troupeTrain(args)
    t.is(ended.code, 2)
    t.is(ended.err.trimEnd().split('\n').length, 1, ended.err)
    t.deepEqual(ended.events, [])
  }
})

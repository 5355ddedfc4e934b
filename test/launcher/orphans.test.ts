import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { troupe } from '../fixtures/cli/troupe.js'
import { scratch } from '../fixtures/tasks/run.js'
import { gone, processOf, small, troupeTrain } from './command.js'

const program = fileURLToPath(new URL('../fixtures/programs/isolated.js', import.meta.url))
const endless = ['--agents', '1', '--steps', '1000000']

test.serial('no process survives its launcher, wherever it is', async (t) => {
  let pid: number | undefined
  const ended = await troupeTrain([small, ...endless], ({ event }, launcher) => {
    if (event !== 'step' || pid !== undefined) return
    pid = processOf(launcher.pid!)
    launcher.kill('SIGKILL')
  })
  t.is(ended.signal, 'SIGKILL')
  await gone(pid!)
})

test.serial(
  'a process that is stopped, and deaf to everything, does not survive its launcher either',
  async (t) => {
    let pid: number | undefined
    await troupeTrain([small, ...endless], ({ event }, launcher) => {
      if (event !== 'step' || pid !== undefined) return
      pid = processOf(launcher.pid!)
      process.kill(pid!, 'SIGSTOP')
      launcher.kill('SIGKILL')
    })
    await gone(pid!)
    t.pass()
  },
)

test.serial('two signals end launcher and process at once', async (t) => {
  let pid: number | undefined
  let signals = 0
  const task = fileURLToPath(new URL('../fixtures/tasks/hanging.js', import.meta.url))
  const ended = await troupeTrain([task, '--agents', '1'], ({ event }, launcher) => {
    if (event !== 'started' || signals++ > 0) return
    pid = processOf(launcher.pid!)
    launcher.kill('SIGINT')
    launcher.stderr!.once('data', () => launcher.kill('SIGINT'))
  })
  t.is(ended.code, 130)
  const { event, runDirectory } = ended.events.at(-1)!
  t.is(event, 'stopped')
  await gone(pid!)
  t.like(JSON.parse(readFileSync(join(runDirectory, 'run.json'), 'utf8')), {
    status: 'stopped',
    result: { atOnce: true, resume: null },
  })
  const { stdout } = await troupe(['inspect', runDirectory])
  t.regex(stdout, /^status +stopped at once: what was done after its last checkpoint is lost$/m)
  const { runs } = JSON.parse((await troupe(['runs', dirname(runDirectory), '--json'])).stdout)
  t.like(runs, { length: 1, 0: { status: 'stopped' } })
})

test.serial('a signal that comes before the run has begun ends it, and nothing is left', async (t) => {
  const cwd = scratch()
  const task = join(cwd, 'task.mjs')
  // What is to be ended cannot answer: it would stay for an hour.
  writeFileSync(
    task,
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_600_000)\nexport default 1\n',
  )
  for (const until of ['spawned', 'placed'] as const) {
    let pid: number | undefined
    let looks: NodeJS.Timeout | undefined
    const ended = await troupeTrain([task], undefined, cwd, (launcher) => {
      looks = setInterval(() => {
        pid = processOf(launcher.pid!)
        if (pid === undefined || (until === 'placed' && !existsSync(join(cwd, 'runs')))) return
        clearInterval(looks)
        launcher.kill('SIGINT')
      }, 1)
    })
    clearInterval(looks)
    t.is(ended.code, 130, ended.err)
    t.deepEqual(ended.events, [{ event: 'stopped', step: 0, resume: null, runDirectory: null }])
    await gone(pid!)
    t.deepEqual(existsSync(join(cwd, 'runs')) ? readdirSync(join(cwd, 'runs')) : [], [])
  }
})

test.serial('a signal to all processes of the group stops the run once, with a checkpoint', async (t) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR1', 'SIGHUP'] as const) {
    let sent = false
    const ended = await troupeTrain([small, ...endless], ({ event }, launcher) => {
      if (event !== 'step' || sent) return
      sent = true
      process.kill(processOf(launcher.pid!)!, signal)
      launcher.kill(signal)
    })
    t.is(ended.code, 130, signal)
    const last = ended.events.at(-1)!
    t.like(last, { event: 'stopped', resume: last.runDirectory })
    t.like(ended.events.at(-2), { event: 'checkpoint', step: last.step })
    t.false(
      ended.events.some(({ event }) => event === 'incident'),
      'it did not die of it',
    )
  }
})

test.serial('the process of a program that trains isolated does not survive that program', async (t) => {
  const child = spawn(process.execPath, [program, small, join(scratch(), 'run')], { timeout: 120_000 })
  let pid: number | undefined
  child.stdout.on('data', (part) => {
    if (pid !== undefined || !String(part).includes('step')) return
    pid = processOf(child.pid!)
    child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.on('close', resolve))
  t.not(pid, undefined)
  await gone(pid!)
})

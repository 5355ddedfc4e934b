import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'
import { troupe } from '../fixtures/cli/troupe.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const runs = scratch()
const run = join(runs, 'one')
const checkpoint = join(run, 'checkpoints', 'step-00000012')
let finished: Awaited<ReturnType<typeof finish>>
test.before(async () => {
  const faults = 'kill:agent=1@step=6,phase=backward'
  finished = await finish(small, {
    agents: 2,
    shards: 8,
    seed: 3,
    steps: 12,
    checkpointEvery: 12,
    run,
    faults,
  })
})

const json = async (...args: string[]) => {
  const outcome = await troupe([...args, '--json'])
  return { ...outcome, value: JSON.parse(outcome.stdout) }
}

test.serial('a run is shown with result, incidents, checkpoints and goodput', async (t) => {
  const { code, value } = await json('inspect', run)
  t.is(code, 0)
  t.like(value, { kind: 'run', name: 'one', lives: 1, steps: { done: 12, planned: 12 }, damage: [] })
  t.like(value.record, { status: 'finished', task: { name: 'small' } })
  t.deepEqual(value.evaluation, finished.evaluation)
  t.deepEqual(value.incidents, JSON.parse(JSON.stringify(finished.incidents)))
  const names = readdirSync(join(run, 'checkpoints')).filter((name) => name.startsWith('step-'))
  t.true(names.length > 0)
  t.deepEqual(value.checkpoints.map((each: { name: string }) => each.name).sort(), names.sort())
  t.true(value.checkpoints.every((each: { good: boolean }) => each.good))
  t.true(value.checkpoints[0].latest)
  const { productiveMs, wallMs, goodput, redoneSteps } = value.goodput
  t.true(productiveMs > 0 && productiveMs < wallMs, 'the incident took time')
  t.true(goodput > 0 && goodput < 1)
  t.is(redoneSteps, 0)
})

test.serial('people get the same as a table', async (t) => {
  const { code, stdout } = await troupe(['inspect', run])
  t.is(code, 0)
  t.regex(stdout, /^goodput +[\d.]+ % \([\d.e-]+ s of [\d.]+ s\)$/m)
  t.regex(stdout, /^ *id +step +who +phase .*cause$/m)
  t.regex(stdout, /^ *0 +6 +1\.1 +backward .*killed$/m)
  t.regex(stdout, /good, the last acknowledged/)
})

test.serial(
  'the end of a whole process is told as such, and what was done again because of it',
  async (t) => {
    const path = join(scratch(), 'run')
    const faults = ['--steps', '600', '--faults', 'kill:process@step=300']
    const trained = await troupe(['train', fileURLToPath(small), ...faults, '--run', path, '--quiet'])
    t.is(trained.code, 0, trained.stderr)
    const { value } = await json('inspect', path)
    t.like(value, { lives: 2, process: null, steps: { done: 600 } })
    const [incident] = value.incidents
    t.like(incident, { host: 0, incarnation: 1, agent: null, lostSteps: 0 })
    const { productiveMs, wallMs, redoneSteps } = value.goodput
    // Between the last word of the one process and the first of the next nothing was done; times are rounded.
    const events = readFileSync(join(path, 'events.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const second = events.findLastIndex(({ event }) => event === 'started')
    const gapMs = Date.parse(events[second].at) - Date.parse(events[second - 1].at)
    t.true(gapMs > 0 && productiveMs > 0 && productiveMs <= wallMs - gapMs + 1)
    t.true(redoneSteps <= incident.recomputedSteps)
    const redone = incident.recomputedSteps === 0 ? '0' : `${incident.recomputedSteps} steps?`
    const { stdout } = await troupe(['inspect', path])
    t.regex(stdout, new RegExp(`^ *0 +${incident.step} +process 1 .* ${redone} +0 +process was killed`, 'm'))
  },
)

test.serial('a checkpoint is shown with its tensors, each file verified', async (t) => {
  const { code, value } = await json('inspect', checkpoint)
  t.is(code, 0)
  t.like(value, { kind: 'checkpoint', good: true, problem: null, manifest: { step: 12 } })
  const model = value.files.find(({ name }: { name: string }) => name === 'model.safetensors')
  t.deepEqual(
    model.tensors.find(({ name }: { name: string }) => name === '0.weight'),
    { name: '0.weight', dtype: 'float32', shape: [96, 6] },
  )
  const { stdout } = await troupe(['inspect', checkpoint])
  t.regex(stdout, /^0\.weight +float32 +\[96, 6\]$/m)
})

/** A copy of the run's directory, to be damaged. */
function copy(): string {
  const path = join(scratch(), 'run')
  mkdirSync(join(path, 'checkpoints', 'step-00000012'), { recursive: true })
  for (const name of ['run.json', 'events.jsonl', 'checkpoints/latest'])
    copyFileSync(join(run, name), join(path, name))
  for (const name of readdirSync(checkpoint))
    copyFileSync(join(checkpoint, name), join(path, 'checkpoints', 'step-00000012', name))
  return path
}

test.serial('a damaged checkpoint is named, by itself and in its run, with exit 1', async (t) => {
  const path = copy()
  const file = join(path, 'checkpoints', 'step-00000012', 'model.safetensors')
  const bytes = readFileSync(file)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(file, bytes)
  const alone = await json('inspect', join(path, 'checkpoints', 'step-00000012'))
  t.is(alone.code, 1)
  t.like(alone.value, { good: false, problem: 'is damaged: model.safetensors is not what was written' })
  t.is(alone.value.files[0].tensors, null)
  const whole = await json('inspect', join(path, 'checkpoints'))
  t.is(whole.code, 1)
  t.like(whole.value, { kind: 'run', checkpoints: [{ good: false }] })
  t.regex((await troupe(['inspect', path])).stdout, /^damaged: checkpoints\/step-00000012 is damaged: model/m)
  rmSync(join(path, 'checkpoints', 'step-00000012', 'manifest.json'))
  const partial = await troupe(['inspect', join(path, 'checkpoints', 'step-00000012')])
  t.is(partial.code, 1)
  t.regex(partial.stdout, /is partial: it has no manifest/)
})

test.serial('a checkpoint of another run, and a last one that is gone, are named with exit 1', async (t) => {
  const path = copy()
  const record = JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'))
  writeFileSync(
    join(path, 'run.json'),
    JSON.stringify({ ...record, identity: { ...record.identity, seed: record.identity.seed + 1 } }),
  )
  const foreign = await json('inspect', path)
  t.is(foreign.code, 1)
  t.regex(foreign.value.checkpoints[0].problem, /^is of another run: seed is \d+, not \d+$/)
  const gone = copy()
  rmSync(join(gone, 'checkpoints', 'step-00000012'), { recursive: true })
  const last = await json('inspect', gone)
  t.is(last.code, 1)
  t.deepEqual(last.value.damage, ['checkpoints/latest names no checkpoint'])
})

test.serial('damaged events and a lost record are said, and what is left is shown with exit 1', async (t) => {
  const path = copy()
  appendFileSync(join(path, 'events.jsonl'), `nonsense\n${JSON.stringify({ event: 'step', step: 99 })}\n`)
  const events = await json('inspect', path)
  t.is(events.code, 1)
  t.like(events.value, { steps: { done: 99 }, goodput: null, damage: ['events.jsonl: 1 line is no event'] })
  writeFileSync(join(path, 'run.json'), '{')
  const record = await troupe(['inspect', path])
  t.is(record.code, 1)
  t.regex(record.stdout, /^damaged: run\.json cannot be read$/m)
  t.regex(record.stdout, /^status +unknown$/m)
  t.is(record.stderr, '')
})

test.serial('a pipe in the place of events or record is named, and not waited for', async (t) => {
  const path = copy()
  for (const name of ['run.json', 'events.jsonl']) {
    rmSync(join(path, name))
    execFileSync('mkfifo', [join(path, name)])
  }
  const { code, value } = await json('inspect', path)
  t.is(code, 1)
  t.deepEqual(value.damage, ['run.json cannot be read', 'events.jsonl cannot be read'])
  const listed = await json('runs', join(path, '..'))
  t.is(listed.code, 0)
})

test.serial('a line that a kill cut off is no damage', async (t) => {
  const path = copy()
  appendFileSync(join(path, 'events.jsonl'), '{"at":"2024')
  t.is((await troupe(['inspect', path])).code, 0)
})

test.serial('a run that is still going is shown as far as it is', async (t) => {
  const path = join(scratch(), 'run')
  const main = join(PACKAGE_ROOT, 'dist/src/cli/main.js')
  const args = [main, 'train', fileURLToPath(small), '--steps', '1000000', '--run', path, '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 })
  const ended = new Promise((resolve) => child.on('close', resolve))
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (text) => String(text).includes('"event":"step"') && resolve()),
  )
  const { code, value } = await json('inspect', path)
  const list = await json('runs', join(path, '..'))
  const { stdout } = await troupe(['inspect', path])
  child.kill('SIGKILL')
  await ended
  t.is(code, 0)
  t.like(value, { record: { status: 'running' }, steps: { planned: 1_000_000 }, damage: [] })
  t.true(value.steps.done > 0)
  const { pid } = value.process
  t.true(pid > 0)
  t.regex(stdout, new RegExp(`^status +running in process ${pid}; its last event is \\d+ s old$`, 'm'))
  t.like(list.value.runs[0], { run: 'run', task: 'small', status: 'running' })
  t.true(list.value.runs[0].steps > 0)

  // Its process ends with the launcher, and with that its lock.
  while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 10))
  t.like(await json('inspect', path), { code: 0, value: { record: { status: 'running' }, process: null } })
  const after = await troupe(['inspect', path])
  t.regex(after.stdout, /^status +killed: no process is at work in it; its last event is \d+ s old$/m)
  t.like((await json('runs', join(path, '..'))).value.runs[0], { status: 'killed' })
})

test.serial('runs are listed with task, status, steps, evaluation and duration', async (t) => {
  const damaged = join(runs, 'damaged')
  mkdirSync(damaged)
  writeFileSync(join(damaged, 'run.json'), '')
  mkdirSync(join(runs, 'something else'))
  const { code, value } = await json('runs', runs)
  t.is(code, 0)
  t.is(value.runs.length, 2)
  const { evaluation, seconds } = finished
  t.deepEqual(
    value.runs.find((each: { run: string }) => each.run === 'one').evaluation,
    JSON.parse(JSON.stringify(evaluation)),
  )
  t.like(
    value.runs.find((each: { run: string }) => each.run === 'one'),
    { task: 'small', status: 'finished', steps: 12, seconds },
  )
  t.like(
    value.runs.find((each: { run: string }) => each.run === 'damaged'),
    { status: 'unreadable', task: null },
  )
  const { stdout } = await troupe(['runs', runs])
  t.regex(stdout, /^one +small +finished +12 +\d+ s +accuracy/m)
  t.is((await troupe(['runs', scratch()])).stdout.split(' in ')[0], 'no runs')
})

const wrong: [string[], RegExp][] = [
  [['inspect', join(runs, 'nowhere')], /there is no .*nowhere/],
  [['inspect', runs], /neither a run directory nor a checkpoint/],
  [['inspect', fileURLToPath(small)], /is a file/],
  [['inspect'], /missing required argument/],
  [['runs', join(runs, 'nowhere')], /there is no .*nowhere/],
]
for (const [args, line] of wrong) {
  test.serial(
    `wrong usage is exit 2 and one line: ${args[0]} ${args[1]?.split('/').at(-1) ?? ''}`,
    async (t) => {
      const { code, stderr, stdout } = await troupe(args)
      t.is(code, 2)
      t.regex(stderr, line)
      t.is(stderr.trimEnd().split('\n').length, 1)
      t.is(stdout, '')
    },
  )
}

import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { finish, scratch } from '../fixtures/tasks/run.js'
import { seed, times } from '../scale.js'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
const small = fileURLToPath(new URL('../fixtures/tasks/small.js', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly events: readonly Record<string, any>[]
  readonly err: string
}

/** Runs `troupe train … --json`; `onEvent` may end it. */
function troupeTrain(
  cwd: string,
  args: string[],
  onEvent?: (event: Record<string, any>, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [main, 'train', ...args, '--json'], {
    cwd,
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  const events: Record<string, any>[] = []
  let [rest, err] = ['', '']
  child.stdout.on('data', (part) => {
    const lines = (rest + part).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      events.push(JSON.parse(line))
      onEvent?.(events.at(-1)!, (signal) => child.kill(signal))
    }
  })
  child.stderr.on('data', (part) => {
    err += part
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, events, err })))
}

test.serial('killed at random moments and resumed each time, it ends with the same bits', async (t) => {
  const cwd = scratch()
  const steps = 400
  const reference = await finish(small, { agents: 2, shards: 4, seed: 3, steps })
  const random = randomFrom(seed(7))
  const first = [
    '--shards',
    '4',
    '--seed',
    '3',
    '--steps',
    String(steps),
    '--checkpoint-every',
    '20',
    '--run',
    'run',
  ]
  let last: Ended | undefined
  let kills = 0
  for (let life = 0; life < times(4, 25); life++) {
    const args = existsSync(join(cwd, 'run', 'run.json')) ? ['--resume', 'run'] : first
    let timer: NodeJS.Timeout | undefined
    last = await troupeTrain(cwd, [small, ...args, '--agents', String(1 + (life % 3))], (event, kill) => {
      // From the first event on, at any moment: while a checkpoint is written, linked, pointed to or removed.
      if (event.event === 'started') timer = setTimeout(() => kill('SIGKILL'), random() * 400)
    })
    clearTimeout(timer)
    if (last.signal === 'SIGKILL') kills++
    else break
  }
  t.true(kills > 0)
  if (last!.signal === 'SIGKILL') last = await troupeTrain(cwd, [small, '--resume', 'run'])
  t.is(last!.code, 0, last!.err)
  const { event, parametersSha256, stateSha256, evaluation } = last!.events.at(-1)!
  t.deepEqual(
    { event, parametersSha256, stateSha256, evaluation },
    {
      event: 'finished',
      parametersSha256: reference.parametersSha256,
      stateSha256: reference.stateSha256,
      evaluation: reference.evaluation,
    },
  )
  t.false(
    last!.events.some((each) => each.event === 'warning' && each.code === 'ERR_CHECKPOINT_DAMAGED'),
    'what was acknowledged is never damaged',
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test.serial(
    `${signal} leaves a checkpoint to resume from, and the newest run is resumed by name`,
    async (t) => {
      const cwd = scratch()
      let sent = false
      const stopped = await troupeTrain(cwd, [small, '--steps', '100000'], (event, kill) => {
        if (sent || event.event !== 'step') return
        sent = true
        kill(signal)
      })
      t.is(stopped.code, 130, stopped.err)
      const { step, resume, runDirectory } = stopped.events.at(-1)!
      t.is(resume, runDirectory)
      t.like(stopped.events.at(-2), { event: 'checkpoint', step })
      const resumed = await troupeTrain(cwd, [small, '--resume'], (event, kill) => {
        if (event.event === 'step') kill(signal)
      })
      t.like(resumed.events[0], { event: 'started', steps: 100_000, resumed: { step } })
      const lines = readFileSync(join(resume, 'events.jsonl'), 'utf8').trimEnd().split('\n')
      t.is(lines.filter((line) => JSON.parse(line).event === 'started').length, 2, 'one record of both lives')
    },
  )
}

test.serial('a disk that is full ends no run, and is told of', async (t) => {
  const cwd = scratch()
  // No file may grow beyond 16 KB: room for the events, not for a checkpoint.
  const shell = spawn(
    'bash',
    [
      '-c',
      `ulimit -f 16; exec "$0" "$@"`,
      process.execPath,
      main,
      'train',
      small,
      '--json',
      '--checkpoint-every',
      '4',
    ],
    { cwd, timeout: 60_000, killSignal: 'SIGKILL' },
  )
  let out = ''
  shell.stdout.on('data', (part) => {
    out += part
  })
  await new Promise((resolve) => shell.on('close', resolve))
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.true(
    events.some(({ event, step }) => event === 'step' && step === 12),
    'all steps are done',
  )
  t.regex(
    events.find(({ code }) => code === 'ERR_CHECKPOINT_WRITE').message,
    /the file would be larger than is allowed.*The run goes on/,
  )
  // The trained model itself cannot be saved here, which is the one thing that fails.
  t.like(events.at(-1), { event: 'failed', code: 'ERR_SAFETENSORS_ACCESS', resume: null })
})

const wrong: [string[], RegExp][] = [
  [['--resume', 'nowhere'], /nowhere is neither a run directory nor a checkpoint/],
  [['--resume'], /there is no run of small below runs/],
  [['--checkpoint-every', '0'], /checkpointEvery must be at least 1/],
  [['--keep', 'few'], /keep must be a number, not "few"/],
]
for (const [args, line] of wrong) {
  test.serial(`wrong usage ends with exit 2 and one line: ${args.join(' ')}`, async (t) => {
    const { code, err } = await troupeTrain(scratch(), [small, ...args])
    t.is(code, 2, err)
    t.is(err.trimEnd().split('\n').length, 1, err)
    t.regex(err, line)
  })
}

function randomFrom(state: number): () => number {
  let s = state >>> 0
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return s / 2 ** 32
  }
}

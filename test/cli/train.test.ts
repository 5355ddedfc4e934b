import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { scratch } from '../fixtures/tasks/run.js'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
const small = fileURLToPath(new URL('../fixtures/tasks/small.js', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
  readonly cwd: string
}

/** Runs `troupe train …` in a fresh folder; bounded, and `onOut` may act on what it prints. */
function troupeTrain(
  args: string[],
  onOut?: (out: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const cwd = scratch()
  const child = spawn(process.execPath, [main, 'train', ...args], {
    cwd,
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (part) => {
    out += part
    onOut?.(out, (signal) => child.kill(signal))
  })
  child.stderr.on('data', (part) => {
    err += part
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err, cwd })))
}

function oneLine(t: ExecutionContext, ended: Ended, code: number, line: RegExp): void {
  t.is(ended.code, code, ended.err)
  const lines = ended.err.trimEnd().split('\n')
  t.is(lines.length, 1, ended.err)
  t.regex(lines[0]!, line)
}

test.serial('with json a run is events on stdout and nothing else, and finished is last', async (t) => {
  const { code, out, err } = await troupeTrain([small, '--json', '--agents', '2', '--seed', '5'])
  t.is(code, 0, err)
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.is(events[0].event, 'started')
  t.like(events.at(-1), { event: 'finished', steps: 12, incidents: 0 })
  t.true(existsSync(join(events.at(-1).runDirectory, 'model.safetensors')))
  t.true(
    events.some(({ event, step }) => event === 'step' && step === 12),
    'the last step is always told',
  )
})

test.serial('plain lines end with the result, the run directory and what to try next', async (t) => {
  const { code, out } = await troupeTrain([small, '--agents', '1', '--set', 'optimizer=sgd'])
  t.is(code, 0)
  t.regex(out, /^finished: 12 steps/m)
  t.regex(out, /^evaluation: accuracy/m)
  t.regex(out, /^run directory: /m)
  t.regex(
    out,
    /^try next: troupe train .* --set optimizer=sgd /m,
    'without its options it would be another run',
  )
})

test.serial(
  'far more agents than shards are no error: a few stand by, the others are told of once',
  async (t) => {
    const { code, out } = await troupeTrain([small, '--agents', '1000', '--shards', '2'])
    t.is(code, 0)
    t.is(out.match(/8 more agents stand by as spares\n990 agents beyond those are not started/g)?.length, 1)
  },
)

test.serial('a task that ends the process, or awaits for ever, is a failure and not silence', async (t) => {
  for (const body of ['process.exit(0)', 'await new Promise(() => {})']) {
    const task = join(scratch(), 'task.mjs')
    writeFileSync(task, `${body}\nexport default 1\n`)
    oneLine(t, await troupeTrain([task]), 1, /the process ended before .*ERR_ENDED_EARLY/)
  }
})

test.serial(
  'precision reaches the run: what it computes with bf16 it notes, and ends elsewhere',
  async (t) => {
    const ends = new Map<string | undefined, { hash: string; precision: string }>()
    for (const precision of [undefined, 'float32', 'bf16']) {
      const flags = precision === undefined ? [] : ['--precision', precision]
      const ended = await troupeTrain([
        small,
        '--agents',
        '1',
        '--steps',
        '3',
        '--json',
        '--run',
        'run',
        ...flags,
      ])
      t.is(ended.code, 0, ended.err)
      const run = join(ended.cwd, 'run')
      const model = readFileSync(join(run, 'model.safetensors'))
      const { identity } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))
      ends.set(precision, {
        hash: createHash('sha256').update(model).digest('hex'),
        precision: identity.precision,
      })
    }
    t.deepEqual(
      [...ends.values()].map(({ precision }) => precision),
      ['float32', 'float32', 'bf16'],
    )
    t.is(ends.get(undefined)!.hash, ends.get('float32')!.hash, 'float32 is what it is without the option')
    t.not(ends.get('bf16')!.hash, ends.get('float32')!.hash)
  },
)

const wrong: [string[], RegExp][] = [
  [['nosuch'], /no task 'nosuch'.*digits, mnist/],
  [[small, '--agents', '0'], /agents must be at least 1/],
  [[small, '--shards', '5'], /does not divide the batch/],
  [[small, '--precision', 'fp16'], /precision.*'fp16' is invalid.*float32, bf16/],
  [[small, '--redundancy', '2'], /redundancy must be at most 1, not 2/],
  [[small, '--redundancy', 'half'], /redundancy must be a number, not "half"/],
  [[small, '--set', 'lr=1'], /unknown option 'lr'/],
  [[small, '--bogus'], /unknown option '--bogus'/],
  [[small, '--set', '__proto__=1'], /'__proto__' is no name of an option/],
  [['linear', '--batch', '1e9'], /a batch of 1000000000 samples is more than 16 times the/],
  [['mnist'], /needs the folder.*--data DIR/],
  [
    [small, '--agents', '2', '--faults', 'kill:agent=0@step=2;kill:agent=0@step=2'],
    /is hit in step 2 already/,
  ],
  [[small, '--agents', '2', '--shards', '2', '--faults', 'kill:agent=1@step=2,phase=merge'], /cannot happen/],
]
for (const [args, line] of wrong) {
  test.serial(
    `wrong usage ends with exit 2 and one line: ${args.slice(1).join(' ') || args[0]}`,
    async (t) => {
      const ended = await troupeTrain([...args, '--quiet'])
      oneLine(t, ended, 2, line)
      t.deepEqual(
        readdirSync(ended.cwd).flatMap((folder) => readdirSync(join(ended.cwd, folder))),
        [],
        'nothing is left behind',
      )
    },
  )
}

const failing: [string, string[], RegExp][] = [
  ['a loss that is NaN', ['--set', 'nanAt=3'], /the loss of step 3 is not finite/],
  ['a loss that throws later', ['--set', 'throwAt=3'], /loss\(\).*failed: thrown by the task/],
  [
    'an agent that ends its thread at every try',
    ['--set', 'exitAt=3', '--restarts', '1'],
    /1 restart within.*was not enough/,
  ],
  ['a run directory that cannot be written', ['--run', '/proc/troupe'], /cannot write the run directory/],
  [
    'a fault that did not happen',
    // Nobody comes in its place.
    ['--restarts', '0', '--faults', 'kill:agent=0@step=2;kill:agent=0@step=3'],
    /before this fault happened/,
  ],
]
for (const [what, args, line] of failing) {
  test.serial(`${what} ends with exit 1 and one line`, async (t) => {
    oneLine(t, await troupeTrain([small, '--agents', '2', '--quiet', ...args]), 1, line)
  })
}

test.serial('a module without a task, or that does not compile, ends with one line', async (t) => {
  const folder = scratch()
  const empty = join(folder, 'empty.ts')
  writeFileSync(empty, 'export const a: number = 1\n')
  oneLine(t, await troupeTrain([empty, '--quiet']), 2, /has no default export/)
  const broken = join(folder, 'broken.ts')
  writeFileSync(broken, 'export default {{\n')
  oneLine(t, await troupeTrain([broken, '--quiet']), 1, /cannot be built: .*broken\.ts:1/)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test.serial(`${signal} stops at a step, leaves the model and exits with 130`, async (t) => {
    let sent = false
    const { code, out, err } = await troupeTrain([small, '--json', '--steps', '1000000'], (printed, kill) => {
      if (sent || !printed.includes('"event":"step"')) return
      sent = true
      kill(signal)
    })
    t.is(code, 130, err)
    const last = JSON.parse(out.trimEnd().split('\n').at(-1)!)
    t.is(last.event, 'stopped')
    t.is(last.resume, last.runDirectory)
    t.true(last.step > 0)
    t.true(existsSync(join(last.runDirectory, 'model.safetensors')))
  })
}

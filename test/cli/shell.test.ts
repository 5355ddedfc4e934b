import { spawn } from 'node:child_process'
import { openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import test from 'ava'
import { quoted } from '../../src/cli/train.js'
import { scratch } from '../fixtures/tasks/run.js'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

interface Options {
  readonly stdout?: number | undefined
  /** A module that the process loads before anything of ours. */
  readonly first?: string
  onOut?(out: string, child: ReturnType<typeof spawn>): void
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** Runs the command line in a fresh folder, bounded. */
function troupe(args: string[], { stdout, first, onOut }: Options = {}): Promise<Ended> {
  const child = spawn(process.execPath, [...(first ? ['--import', first] : []), main, ...args], {
    cwd: scratch(),
    timeout: 60_000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout?.on('data', (part) => {
    out += part
    onOut?.(out, child)
  })
  child.stderr?.on('data', (part) => {
    err += part
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })))
}

/** A linear task with something else in it: statements of the module, and properties of the task. */
function task(statements: string, properties = ''): string {
  const path = join(scratch(), 'task.mjs')
  writeFileSync(
    path,
    `import { datasets, defineTask, F, nn, optim } from 'troupe'
const train = { x: { data: new Float32Array(64), shape: [2] }, y: { data: new Float32Array(32), shape: [1] } }
const mse = (model, { x, y }) => F.mseLoss(model.forward(x), y)
${statements}
export default defineTask({
  model: () => nn.linear(2, 1),
  optimizer: (parameters) => optim.sgd(parameters, { lr: 0.1 }),
  data: () => datasets.tensors({ train, test: train }),
  batch: 8, steps: 1_000_000, loss: mse, evaluate: (m, b) => ({ mse: mse(m, b) }),
  ${properties}
})
`,
  )
  return path
}

const events = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const endless: [string, string][] = [
  ['augment that loops', "augment: (_, { step }) => { if (step > 50) { writeSync(2, 'stuck'); for (;;); } }"],
  [
    'augment that awaits for ever',
    "augment: (_, { step }) => { if (step > 50) { writeSync(2, 'stuck'); return new Promise(() => {}) } }",
  ],
  ['collate that loops at once', "collate: () => { writeSync(2, 'stuck'); for (;;); }"],
]
for (const [what, properties] of endless) {
  test.serial(`a task with ${what} is ended by SIGTERM`, async (t) => {
    let sent = false
    const path = task("import { writeSync } from 'node:fs'", properties)
    const { code, out } = await trainUntil([path, '--agents', '1'], /stuck/, (kill) => {
      if (!sent) kill('SIGTERM')
      sent = true
    })
    t.is(code, 130)
    t.is(events(out).at(-1).event, 'stopped')
  })
}

/** Runs `train --json` and acts once stderr shows what is waited for. */
function trainUntil(
  args: string[],
  line: RegExp,
  act: (kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [main, 'train', ...args, '--json'], {
    cwd: scratch(),
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (part) => {
    out += part
  })
  child.stderr.on('data', (part) => {
    err += part
    if (line.test(err)) act((signal) => child.kill(signal))
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })))
}

test.serial('a second signal ends the process at once, with its last event', async (t) => {
  const path = task('', 'loss: (m, b, { step }) => { while (step === 20); return mse(m, b) }')
  let signals = 0
  const { code, out } = await troupe(['train', path, '--json', '--agents', '1'], {
    onOut: (printed, child) => {
      if (signals > 0 || !printed.includes('"event":"started"')) return
      signals++
      child.kill('SIGINT')
      child.stderr!.once('data', () => child.kill('SIGINT'))
    },
  })
  t.is(code, 130)
  t.is(events(out).at(-1).event, 'stopped')
})

test.serial(
  'a signal before the commands are loaded is exit 130, with the last event of a run',
  async (t) => {
    // As soon as anybody listens for it, which is long before the run starts.
    const early = join(scratch(), 'early.mjs')
    writeFileSync(
      early,
      `const on = process.on
process.on = function (name, listener) {
  const result = on.call(this, name, listener)
  if (name === 'SIGTERM') process.kill(process.pid, 'SIGINT')
  return result
}
`,
    )
    const first = pathToFileURL(early).href
    const training = await troupe(['train', task(''), '--json'], { first })
    t.is(training.code, 130, training.err)
    t.deepEqual(events(training.out), [{ event: 'stopped', step: 0, resume: null, runDirectory: null }])
    t.is((await troupe(['doctor'], { first })).code, 130)
  },
)

const strays: [string, string, RegExp][] = [
  [
    'a rejected promise in loss',
    "loss: (m, b) => { Promise.reject(new Error('stray')); return mse(m, b) }",
    /^troupe: a promise that nobody awaits was rejected by .*loss.*: Error: stray.*\(ERR_STRAY\)$/,
  ],
  [
    'a throw in a timer',
    "data: () => { setTimeout(() => { throw new TypeError('late') }, 1); return new Promise(() => {}) }",
    /^troupe: an error was thrown that nobody caught by .*task.*: TypeError: late.*\(ERR_STRAY\)$/,
  ],
  [
    'process.exit(1) in loss',
    'loss: () => process.exit(1)',
    /^troupe: process\.exit\(1\) was called by .*loss.*\(ERR_ENDED_EARLY\)$/,
  ],
  [
    'process.exit(130) in loss',
    'loss: () => process.exit(130)',
    /^troupe: process\.exit\(130\) was called by .*loss.*\(ERR_ENDED_EARLY\)$/,
  ],
  [
    'process.exit() in every agent',
    'loss: (m, b, { step }) => step === 2 ? process.exit(3) : mse(m, b)',
    /^troupe: no agent is left.*something in the task called process\.exit\(\).*\(ERR_RESTARTS_SPENT\)$/,
  ],
]
for (const [what, properties, line] of strays) {
  test.serial(`${what} is one line and exit 1`, async (t) => {
    const args = ['train', task('', properties), '--quiet', '--agents', '1', '--restarts', '1']
    const { code, err } = await troupe(args)
    t.is(code, 1, err)
    t.regex(err.trimEnd(), line)
    t.notRegex(err.trimEnd(), /\n/)
  })
}

test.serial('a stray error during a run is its failure, and its last event', async (t) => {
  const path = task("setTimeout(() => { throw new TypeError('late') }, 1500)")
  const { code, out } = await troupe(['train', path, '--json', '--agents', '1'])
  t.is(code, 1)
  t.like(events(out).at(-1), { event: 'failed', code: 'ERR_STRAY' })
})

test.serial('a timer that a task leaves behind does not keep the process', async (t) => {
  const { code } = await troupe(['train', task('setInterval(() => {}, 1000)'), '--steps', '3', '--quiet'])
  t.is(code, 0)
})

test.serial('output that cannot be written is one line and exit 1', async (t) => {
  for (const args of [['devices'], ['train', task(''), '--json', '--agents', '1']]) {
    const { code, err } = await troupe(args, { stdout: openSync('/dev/full', 'w') })
    t.is(code, 1)
    t.regex(err, /^troupe: cannot write to the standard output: no space is left.*\(ERR_OUTPUT\)\n$/)
  }
})

test.serial('a reader that has gone ends a run quietly', async (t) => {
  const { code, err } = await troupe(['train', task(''), '--json', '--agents', '1'], {
    onOut: (_, child) => child.stdout!.destroy(),
  })
  t.is(code, 1)
  t.is(err, '')
})

test.serial('a metric that is NaN is warned of once, and never kept as the best', async (t) => {
  const path = task(
    '',
    "evaluateEvery: 2, keepBest: { metric: 'mse' }, evaluate: () => ({ mse: Number.NaN })",
  )
  const { code, out, err } = await troupe(['train', path, '--json', '--agents', '1', '--steps', '8'])
  t.is(code, 0)
  t.regex(err, /^troupe: warning: the metric mse of the task task is NaN after 2 steps;.*\n$/)
  t.is(events(out).at(-1).steps, 8)
})

test.serial('what to try next can be pasted, and promises what is true', async (t) => {
  const folder = join(scratch(), 'with blank')
  t.is(quoted("it's here"), "'it'\\''s here'")
  t.is(quoted('runs/a-1'), 'runs/a-1')
  const { out } = await troupe([
    'train',
    task(''),
    '--steps',
    '3',
    '--agents',
    '1',
    '--no-exact',
    '--data',
    folder,
  ])
  t.regex(out, /^try next: troupe train \S+ --data '.*with blank' --steps 3 --agents 1$/m)
  t.regex(out, /^ {2}trains exactly/m)
})

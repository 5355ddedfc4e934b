import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { seededRandom } from '../../src/transport/simulated/random.js'
import { killedAtMoments } from '../fixtures/faults/lives.js'
import { scratch } from '../fixtures/tasks/run.js'
import { small, troupeTrain } from '../launcher/command.js'
import { seed } from '../scale.js'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

test.serial('killed at random moments, alone or with its launcher, a run ends with the same bits', (t) =>
  killedAtMoments(t, 3, seededRandom(seed(7))),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test.serial(
    `${signal} leaves a checkpoint to resume from, and the newest run is resumed by name`,
    async (t) => {
      const cwd = scratch()
      let sent = false
      const stopped = await troupeTrain(
        [small, '--steps', '100000'],
        (event, launcher) => {
          if (sent || event.event !== 'step') return
          sent = true
          launcher.kill(signal)
        },
        cwd,
      )
      t.is(stopped.code, 130, stopped.err)
      const { step, resume, runDirectory } = stopped.events.at(-1)!
      t.is(resume, runDirectory)
      t.like(stopped.events.at(-2), { event: 'checkpoint', step })
      const resumed = await troupeTrain(
        [small, '--resume'],
        (event, launcher) => {
          if (event.event === 'step') launcher.kill(signal)
        },
        cwd,
      )
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
    /the file would be larger than is allowed.*The checkpoints written before stay/,
  )
  // The trained model itself cannot be saved here, which is the one thing that fails.
  t.like(events.at(-1), { event: 'failed', code: 'ERR_FILE_ACCESS', resume: null })
})

const wrong: [string[], RegExp][] = [
  [['--resume='], /resume must be a run directory or a checkpoint/],
  [['--resume', 'nowhere'], /nowhere is neither a run directory nor a checkpoint/],
  [['--resume'], /there is no run of small below runs/],
  [['--checkpoint-every', '0'], /checkpointEvery must be at least 1/],
  [['--keep', 'few'], /keep must be a number, not "few"/],
]
for (const [args, line] of wrong) {
  test.serial(`wrong usage ends with exit 2 and one line: ${args.join(' ')}`, async (t) => {
    const { code, err } = await troupeTrain([small, ...args])
    t.is(code, 2, err)
    t.is(err.trimEnd().split('\n').length, 1, err)
    t.regex(err, line)
  })
}

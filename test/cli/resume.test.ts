import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { finish, scratch } from '../fixtures/tasks/run.js'
import { type Ended, gone, processOf, small, troupeTrain } from '../launcher/command.js'
import { seed, times } from '../scale.js'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

const flags = (options: object) =>
  Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])

/** One life of a launcher, which is killed with its process; `alone`: the process is killed before, by itself. */
async function killedLife(args: string[], cwd: string, alone: boolean, random: () => number) {
  const killed = { process: 0, launcher: 0 }
  const processes: number[] = []
  const timers: NodeJS.Timeout[] = []
  const later = (act: () => void) => timers.push(setTimeout(act, random() * 400))
  const ended = await troupeTrain(
    args,
    ({ event, host }, launcher) => {
      const pid = processOf(launcher.pid!)
      if (pid !== undefined && !processes.includes(pid)) processes.push(pid)
      const killLauncher = () => {
        if (launcher.kill('SIGKILL')) killed.launcher++
      }
      // From these events on, at any moment: while a checkpoint is written, linked, pointed to or removed.
      if (event === 'started')
        later(() => {
          if (!alone) return killLauncher()
          const [one] = processes
          if (one !== undefined && kill(one)) killed.process++
        })
      else if (event === 'incident' && host === 0) later(killLauncher)
    },
    cwd,
  )
  for (const timer of timers) clearTimeout(timer)
  // Until its process is gone, too, the run directory is in use.
  await Promise.all(processes.map(gone))
  return { ended, killed }
}

/** False when it had ended already. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

test.serial(
  'killed at random moments, alone or with its launcher, a run ends with the same bits',
  async (t) => {
    const cwd = scratch()
    const shape = { shards: 4, seed: 3, steps: times(800, 3000) }
    const reference = await finish(small, { agents: 2, ...shape })
    const random = randomFrom(seed(7))
    const kills = { process: 0, launcher: 0 }
    const lives: Ended[] = []
    const moments = times(5, 20)
    while (kills.process + kills.launcher < moments && lives.at(-1)?.code !== 0) {
      const args = existsSync(join(cwd, 'run', 'run.json'))
        ? ['--resume', 'run']
        : [...flags(shape), '--checkpoint-every', '20', '--run', 'run']
      const agents = String(1 + (lives.length % 3))
      const alone = lives.length % 2 === 1
      const { ended, killed } = await killedLife([small, ...args, '--agents', agents], cwd, alone, random)
      lives.push(ended)
      kills.process += killed.process
      kills.launcher += killed.launcher
    }
    t.log(`${kills.process} processes and ${kills.launcher} launchers were killed`)
    t.true(kills.launcher > 0)
    if (lives.at(-1)!.code !== 0) lives.push(await troupeTrain([small, '--resume', 'run'], () => {}, cwd))
    const last = lives.at(-1)!
    t.is(last.code, 0, last.err)
    const { parametersSha256, stateSha256, evaluation } = reference
    t.like(last.events.at(-1), { event: 'finished', parametersSha256, stateSha256, evaluation })
    const warned = lives.flatMap(({ events }) => events).map(({ code }) => code)
    t.false(warned.includes('ERR_CHECKPOINT_DAMAGED'), 'what was acknowledged is never damaged')
  },
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
    /the file would be larger than is allowed.*The run goes on/,
  )
  // The trained model itself cannot be saved here, which is the one thing that fails.
  t.like(events.at(-1), { event: 'failed', code: 'ERR_FILE_ACCESS', resume: null })
})

const wrong: [string[], RegExp][] = [
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

function randomFrom(state: number): () => number {
  let s = state >>> 0
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return s / 2 ** 32
  }
}

import { dirname } from 'node:path'
import { Command, Option } from 'commander'
import { Launch, type RunFigures } from '../launcher/index.js'
import {
  type AgentLine,
  isLast,
  jsonReporter,
  liveReporter,
  plainReporter,
  quietReporter,
  type Reporter,
  type RunEvent,
} from '../observe/index.js'
import { builtInTasks } from '../tasks/index.js'
import { RunAbortedError } from '../training/errors.js'
import type { TrainOptions } from '../training/options.js'
import { parseSetting } from '../training/settings.js'
import { ReaderGoneError } from './errors.js'
import { EXIT } from './exit.js'
import { reportFailure } from './failure.js'
import { take } from './shell.js'

/** What commander makes of the command line: texts, with the names of `train()`'s options. */
interface Flags {
  readonly [name: string]: unknown
  readonly json?: boolean
  readonly quiet?: boolean
  readonly exact: boolean
  readonly set: readonly string[]
  readonly devices?: string
}

const numbers = [
  'agents',
  'shards',
  'batch',
  'steps',
  'epochs',
  'seed',
  'threads',
  'spares',
  'restarts',
  'redundancy',
  'checkpointEvery',
  'keep',
] as const
const texts = ['precision', 'onNonfinite', 'agentMemory', 'data', 'run', 'resume', 'faults'] as const

/** `troupe train <task>`. */
export function trainCommand(): Command {
  return new Command('train')
    .description('train a task')
    .argument('<task>', `${Object.keys(builtInTasks).join(', ')}, or the path of a .ts, .js or .mjs module`)
    .option('--agents <n>', 'agents that compute (default: one per CPU core, at most one per shard)')
    .option('--devices <list>', 'devices that agents may own; this version knows cpu')
    .option('--shards <s>', 'slices of the batch; part of the result (default: by the batch, at most 8)')
    .option('--batch <b>', "samples of a global batch (default: the task's)")
    .option('--steps <n>', "steps to run (default: the task's)")
    .option('--epochs <n>', 'epochs to run, instead of steps')
    .option('--seed <k>', 'seed of parameters, order and augmentation (default: 1)')
    .option('--threads <t>', 'native threads per agent; part of the result (default: 1)')
    .addOption(
      new Option('--precision <p>', 'of matrix products; part of the result (default: float32)').choices([
        'float32',
        'bf16',
      ]),
    )
    .option('--spares <n>', 'agents that stand by (default: 0)')
    .option('--restarts <n>', 'agent restarts within a minute before giving up (default: 5)')
    .option('--redundancy <p>', 'share of shards computed twice and compared, 0 to 1 (default: 0)')
    .addOption(
      new Option('--on-nonfinite <what>', 'what a NaN does (default: retry once, then fail)').choices([
        'retry',
        'skip',
        'fail',
      ]),
    )
    .option('--agent-memory <size>', "what an agent's tensors may hold, like 512M or 2G (default: no limit)")
    .option('--data <dir>', "folder of the task's data")
    .option('--run <dir>', 'run directory (default: runs/<task>-<time>)')
    .option('--resume [dir]', "go on from a run directory or a checkpoint (default: the task's newest run)")
    .option('--checkpoint-every <n>', 'steps between checkpoints (default: only when stopped or failed)')
    .option('--keep <n>', 'checkpoints that are kept (default: 3)')
    .option(
      '--faults <spec>',
      "faults to inject, as 'kill:agent=1@step=20,phase=backward', or a JSON plan file",
    )
    .option('--set <key=value>', "one of the task's own options; may be repeated", collect, [])
    .option('--no-exact', 'let an agent compute its share of the batch in one piece')
    .option('--json', 'one JSON object per line')
    .option('--quiet', 'the result only')
    .action(async (task: string, flags: Flags) => {
      process.exitCode = await runTrain(task, flags)
    })
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

/** Has one training job run in a process of its own, which this one watches, and returns the exit code. */
async function runTrain(task: string, flags: Flags): Promise<number> {
  const stop = new AbortController()
  let launch: Launch | undefined
  const reporter = reporterFor(flags, () => launch?.agents ?? [])
  const json = flags.json === true
  let step = 0
  let resume: string | null = null
  let told = false
  let mark: typeof import('../launcher/record.js').markStopped | undefined
  /** With --json the stream has a last event whatever happens; a run that has started tells it by itself. */
  const last = (event: RunEvent) => {
    if (json && !told) reporter.event(event)
    told = true
  }
  const stopped = () => last({ event: 'stopped', step, resume, runDirectory: launch?.runDirectory ?? null })
  const release = take({
    ask: () => {
      process.stderr.write('troupe: stopping at the next step; once more stops at once.\n')
      stop.abort()
    },
    force: () => {
      stopped()
      launch?.kill()
      const directory = launch?.runDirectory ?? null
      if (directory !== null) mark?.(directory, step, resume)
    },
    broke: (error) => {
      const reason = error ?? new ReaderGoneError()
      if (launch === undefined) stop.abort(reason)
      else launch.fail(reason)
    },
  })
  try {
    const options = optionsOf(flags)
    if (!json && !flags.quiet) reporter.note(`preparing ${task}`)
    const print = json ? 'stderr' : 'stdout'
    launch = await Launch.start({ task, options, signal: stop.signal, print })
    // While the process trains already: a second signal leaves no time for it.
    mark = (await import('../launcher/record.js')).markStopped
    for await (const event of launch.events.read()) {
      if (event.event === 'step') step = event.step
      if (event.event === 'checkpoint') resume = launch.runDirectory
      if (event.event === 'started' && event.resumed !== null) {
        step = event.resumed.step
        resume = dirname(dirname(event.resumed.path))
      }
      told ||= isLast(event)
      reporter.event(event)
    }
    const result = await launch.done
    if (result.status === 'stopped') return EXIT.interrupted
    if (!json && flags.quiet !== true) reporter.note(next(task, flags, result))
    return EXIT.success
  } catch (thrown) {
    reporter.close()
    // What broke off the start is told instead of the abort that it came as.
    const error = thrown instanceof RunAbortedError && isTold(thrown.cause) ? thrown.cause : thrown
    if (error instanceof ReaderGoneError) return EXIT.failure
    if (error instanceof RunAbortedError) {
      process.stderr.write('troupe: stopped before the run had started.\n')
      stopped()
      return EXIT.interrupted
    }
    const code = reportFailure(error)
    if (code === EXIT.failure) last(failedEvent(error as Error))
    return code
  } finally {
    reporter.close()
    release()
  }
}

/** Whether an abort's reason is an error with something to say; without one it is Node's AbortError. */
function isTold(reason: unknown): reason is Error {
  return reason instanceof Error && reason.name !== 'AbortError'
}

/** Names and types of `train()`. Values that make no sense are left for its own checks to name. */
function optionsOf(flags: Flags): TrainOptions {
  const options: Record<string, unknown> = {
    // Left out unless given: a resumed run has it from the run that it goes on with.
    ...(flags.exact ? {} : { exact: false }),
    set: Object.fromEntries(flags.set.map(parseSetting)),
  }
  for (const name of numbers) {
    const text = flags[name] as string | undefined
    if (text !== undefined)
      options[name] = text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
  }
  for (const name of texts) if (flags[name] !== undefined) options[name] = flags[name]
  if (flags.devices !== undefined) options.devices = flags.devices.split(',').map((device) => device.trim())
  return options as TrainOptions
}

function reporterFor(flags: Flags, agents: () => readonly AgentLine[]): Reporter {
  const { stdout, stderr } = process
  if (flags.json === true) return jsonReporter(stdout, stderr)
  if (flags.quiet === true) return quietReporter(stdout)
  return stdout.isTTY ? liveReporter(stdout, agents) : plainReporter(stdout)
}

function failedEvent(error: Error) {
  const { code = 'ERR_UNEXPECTED' } = error as { code?: string }
  return {
    event: 'failed' as const,
    code,
    message: error.message.split('\n', 1)[0]!,
    cause: null,
    resume: null,
  }
}

/** What to try after a run that went well: the property that everything here is about. */
function next(task: string, flags: Flags, result: RunFigures): string {
  const rest = ['data', 'seed', 'shards', 'batch', 'steps', 'epochs', 'threads']
    .filter((name) => flags[name] !== undefined)
    .flatMap((name) => [`--${name}`, String(flags[name])])
    .concat(flags.set.flatMap((setting) => ['--set', setting]))
  const agents = Object.keys(result.shardsByAgent).length
  const model = `the model: const { model } = await loadModel(${JSON.stringify(result.runDirectory)})`
  // Without exactness another number of agents gives other numbers: what to try is exactness.
  const [more, what] = flags.exact
    ? [
        ['--agents', `${agents + 1}`, '--faults', `kill:agent=0@step=${Math.floor(result.steps / 2)}`],
        'kills an agent in the middle of a step and still gives the same parameters',
      ]
    : [['--agents', `${agents}`], 'trains exactly: the same parameters for any number of agents']
  return `try next: ${['troupe', 'train', task, ...rest, ...more].map(quoted).join(' ')}\n  ${what}\n${model}`
}

/** A word of a command line as a shell reads it back. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

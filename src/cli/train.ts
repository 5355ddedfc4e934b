import { Command, Option } from 'commander'
import { jsonReporter, liveReporter, plainReporter, quietReporter, type Reporter } from '../observe/index.js'
import type { Run, RunResult } from '../run.js'
import { builtInTasks } from '../tasks/index.js'
import { train } from '../train.js'
import { RunAbortedError } from '../training/errors.js'
import type { TrainOptions } from '../training/options.js'
import { parseSetting } from '../training/settings.js'
import { EXIT, reportFailure } from './failure.js'

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
] as const
const texts = ['onNonfinite', 'data', 'run', 'faults'] as const

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
    .option('--spares <n>', 'agents that stand by (default: 0)')
    .option('--restarts <n>', 'agent restarts within a minute before giving up (default: 5)')
    .addOption(new Option('--on-nonfinite <what>', 'what a NaN does (default: fail)').choices(['fail']))
    .option('--data <dir>', "folder of the task's data")
    .option('--run <dir>', 'run directory (default: runs/<task>-<time>)')
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

/** Runs one training job and returns the exit code. */
async function runTrain(task: string, flags: Flags): Promise<number> {
  const stop = new AbortController()
  const release = onInterrupt(() => stop.abort())
  let run: Run | undefined
  const reporter = reporterFor(flags, () => run?.agents ?? [])
  try {
    const options = optionsOf(flags)
    if (flags.json !== true && !flags.quiet) reporter.note(`preparing ${task}`)
    run = await train(task, { ...options, signal: stop.signal })
    for await (const event of run.events()) reporter.event(event)
    const result = await run.done
    if (result.status === 'stopped') return EXIT.interrupted
    if (flags.json !== true && flags.quiet !== true) reporter.note(next(task, flags, result))
    return EXIT.success
  } catch (error) {
    reporter.close()
    if (error instanceof RunAbortedError) {
      process.stderr.write('troupe: stopped before the run had started.\n')
      return EXIT.interrupted
    }
    const code = reportFailure(error)
    // A failed run has told so by its last event; one that failed before it started has had none.
    if (flags.json === true && run === undefined && code === EXIT.failure)
      reporter.event(failedEvent(error as Error))
    return code
  } finally {
    reporter.close()
    release()
  }
}

/** Names and types of `train()`. Values that make no sense are left for its own checks to name. */
function optionsOf(flags: Flags): TrainOptions {
  const options: Record<string, unknown> = {
    exact: flags.exact,
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

function reporterFor(flags: Flags, agents: () => Run['agents']): Reporter {
  const { stdout, stderr } = process
  if (flags.json === true) return jsonReporter(stdout, stderr)
  if (flags.quiet === true) return quietReporter(stdout)
  return stdout.isTTY ? liveReporter(stdout, agents) : plainReporter(stdout)
}

/**
 * Ctrl-C and SIGTERM stop at a step border; a second one ends the process at once.
 *
 * @returns takes the handlers away again
 */
function onInterrupt(stop: () => void): () => void {
  let asked = false
  const handle = () => {
    if (asked) process.exit(EXIT.interrupted)
    asked = true
    process.stderr.write('troupe: stopping at the next step; once more stops at once.\n')
    stop()
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return () => {
    process.off('SIGINT', handle)
    process.off('SIGTERM', handle)
  }
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
function next(task: string, flags: Flags, result: RunResult): string {
  const agents = Object.keys(result.shardsByAgent).length
  const rest = ['data', 'seed', 'shards', 'batch', 'steps', 'epochs', 'threads']
    .filter((name) => flags[name] !== undefined)
    .map((name) => ` --${name} ${flags[name]}`)
    .concat(flags.set.map((setting) => ` --set ${setting}`))
    .join('')
  return (
    `try next: troupe train ${task}${rest} --agents ${agents + 1} --faults kill:agent=0@step=${Math.floor(result.steps / 2)}\n` +
    '  kills an agent in the middle of a step and still gives the same parameters\n' +
    `the model: const { model } = await loadModel('${result.runDirectory}')`
  )
}

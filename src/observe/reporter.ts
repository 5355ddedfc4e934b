import { counted } from '../errors.js'
import type { FinishedEvent, RunEvent, StartedEvent, StepEvent, StoppedEvent } from './events.js'
import { duration, figure, metrics, shares } from './format.js'

/** Shows a run to whoever started it. */
export interface Reporter {
  event(event: RunEvent): void
  /** Something that belongs to no event, for people: said once, on its own line. */
  note(text: string): void
  close(): void
}

/** Where a reporter writes; `process.stdout` and `process.stderr` fit. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** `--json`: one object per line and nothing else on stdout; notes go to stderr. */
export function jsonReporter(out: Output, err: Output): Reporter {
  return {
    event: (event) => void out.write(`${JSON.stringify(event)}\n`),
    note: (text) => void err.write(`${text}\n`),
    close: () => {},
  }
}

/** `--quiet`: the result only. */
export function quietReporter(out: Output): Reporter {
  return {
    event: (event) => {
      if (event.event === 'finished') out.write(`${resultLines(event).join('\n')}\n`)
      if (event.event === 'stopped') out.write(stoppedLine(event))
    },
    note: () => {},
    close: () => {},
  }
}

/** Not on a terminal: plain lines, at most one about progress every two seconds. */
export function plainReporter(out: Output, now: () => number = () => performance.now()): Reporter {
  let started: StartedEvent | undefined
  let last = now()
  return {
    event(event) {
      if (event.event === 'started') started = event
      if (event.event === 'step') {
        // The last step is always shown: it is what the run ends with.
        if (now() - last < 2000 && event.step !== started?.steps) return
        last = now()
      }
      for (const line of linesOf(event, started)) out.write(`${line}\n`)
    },
    note: (text) => void out.write(`${text}\n`),
    close: () => {},
  }
}

/** The sentences about one event; shared by the plain and the live view. */
export function linesOf(event: RunEvent, started?: StartedEvent): string[] {
  switch (event.event) {
    case 'started':
      return startedLines(event)
    case 'step':
      return [progressLine(event, started)]
    case 'evaluated': {
      const { event: _, step, ...values } = event
      return [`evaluated after ${counted(step, 'step')}: ${metrics(values)}`]
    }
    case 'incident':
      return [
        `incident ${event.id}: ${event.agent === null ? '' : `agent ${event.agent} (life ${event.incarnation}) `}` +
          `${event.cause} at step ${event.step}` +
          `${event.phase === null ? '' : ` in ${event.phase}`}; ${counted(event.recomputedShards, 'shard')} recomputed, ` +
          `${counted(event.lostSteps, 'step')} and ${counted(event.lostSamples, 'sample')} lost, ${event.totalMs} ms`,
      ]
    case 'rebalanced':
      return [`shards from step ${event.step} on: ${metrics(event.shards)} (by agent)`]
    case 'checkpoint':
      return [`checkpoint after ${counted(event.step, 'step')}: ${event.path}`]
    case 'warning':
      return [`warning: ${event.message} (${event.code})`]
    case 'finished':
      return resultLines(event)
    case 'stopped':
      return stoppedLine(event).trimEnd().split('\n')
    case 'failed':
      // The command line says it once, on stderr.
      return []
  }
}

function startedLines(event: StartedEvent): string[] {
  const first =
    `training ${event.task}: ${counted(event.parameters, 'parameter')}, ${counted(event.steps, 'step')} of ` +
    `${counted(event.batch, 'sample')} in ${counted(event.shards, 'shard')}, seed ${event.seed}, ` +
    `${counted(event.agents.length, 'agent')} on ${[...new Set(event.agents.map((a) => a.device))].join(', ')}`
  const lines = [first]
  if (event.resumed !== null)
    lines.push(`going on after ${counted(event.resumed.step, 'step')} from ${event.resumed.path}`)
  if (event.spares > 0)
    lines.push(
      `${event.spares} more ${event.spares === 1 ? 'agent stands by as a spare' : 'agents stand by as spares'}`,
    )
  if (event.surplus > 0) {
    const which = `${counted(event.surplus, 'agent')} beyond ${event.surplus === 1 ? 'that is' : 'those are'}`
    lines.push(`${which} not started: there is one shard for each of ${event.agents.length}`)
  }
  if (!event.exact) lines.push('not exact: the result depends on the number of agents')
  return lines
}

export function progressLine(event: StepEvent, started?: StartedEvent): string {
  const steps = started?.steps ?? event.step
  const percent = Math.floor((100 * event.step) / steps)
  const left = started === undefined ? 0 : ((steps - event.step) * started.batch) / event.samplesPerSecond
  const rest = Number.isFinite(left) && left > 0 ? `, ${duration(left)} left` : ''
  return (
    `step ${figure(event.step)} of ${figure(steps)} (${percent} %), loss ${Number(event.loss.toPrecision(4))}, ` +
    `${figure(event.samplesPerSecond)} samples/s${rest}`
  )
}

function resultLines(event: FinishedEvent): string[] {
  const lines = [
    `finished: ${counted(event.steps, 'step')} in ${duration(event.seconds)}, ${figure(event.samplesPerSecond)} samples/s, ` +
      `loss ${Number(event.loss.toPrecision(4))}`,
  ]
  if (event.evaluation !== null) lines.push(`evaluation: ${metrics(event.evaluation)}`)
  const time = shares({ ...event.timeMs })
  if (time !== '') lines.push(`time: ${time}`)
  lines.push(`parameters ${event.parametersSha256}`)
  lines.push(`run directory: ${event.runDirectory}`)
  return lines
}

function stoppedLine({ step, runDirectory, resume }: StoppedEvent): string {
  if (runDirectory === null) return 'stopped before the run had started.\n'
  return (
    `stopped after ${counted(step, 'step')}; the model so far is ${runDirectory}/model.safetensors.\n` +
    (resume === null
      ? 'No checkpoint could be written: the run cannot be resumed.\n'
      : `go on with the same command and --resume ${resume}\n`)
  )
}

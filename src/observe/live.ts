import { counted } from '../errors.js'
import type { RunEvent, StartedEvent, StepEvent } from './events.js'
import { linesOf, type Output, progressLine, type Reporter } from './reporter.js'

/** What an agent does at the moment, as the supervisor knows it. */
export interface AgentLine {
  readonly agent: number
  readonly incarnation: number
  readonly device: string
  readonly state: string
  /** Shards it has published. */
  readonly shards: number
}

/**
 * The view on a terminal: events scroll by above a block that is redrawn in place, with a progress bar and a
 * line per agent.
 *
 * `agents` is asked at every redraw; redraws follow `step` events, so there are at most ten a second.
 */
export function liveReporter(out: Output, agents: () => readonly AgentLine[]): Reporter {
  let started: StartedEvent | undefined
  let step: StepEvent | undefined
  let drawn = 0

  const erase = () => {
    // Up over the block, then clear to the end of the screen.
    if (drawn > 0) out.write(`\x1b[${drawn}A\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    if (started === undefined || step === undefined) return
    const width = Math.max(20, out.columns ?? 80)
    const lines = [
      bar(step.step / started.steps, width),
      progressLine(step, started),
      ...agents().map(agentLine),
    ]
    // A line that wraps would take two rows, and the next erase would miss one.
    out.write(lines.map((line) => `${line.slice(0, width - 1)}\n`).join(''))
    drawn = lines.length
  }
  const print = (lines: readonly string[]) => {
    erase()
    for (const line of lines) out.write(`${line}\n`)
  }
  return {
    event(event: RunEvent) {
      if (event.event === 'started') started = event
      if (event.event === 'step') {
        step = event
        erase()
      } else {
        print(linesOf(event, started))
      }
      if (event.event === 'finished' || event.event === 'failed' || event.event === 'stopped')
        step = undefined
      draw()
    },
    note(text) {
      print([text])
      draw()
    },
    close: erase,
  }
}

function bar(done: number, width: number): string {
  const room = Math.min(60, width - 3)
  const full = Math.round(Math.min(1, done) * room)
  return `[${'#'.repeat(full)}${'.'.repeat(room - full)}]`
}

function agentLine({ agent, incarnation, device, state, shards }: AgentLine): string {
  const life = incarnation === 1 ? '' : ` life ${incarnation}`
  return `  agent ${agent}${life} on ${device}: ${state}, ${counted(shards, 'shard')}`
}

import type { RecordedEvent } from './events.js'

/** How much of a run's time went into steps that stand. Times in milliseconds. */
export interface Goodput {
  /** Time in which steps were computed that were not done again, outside of incidents. */
  readonly productiveMs: number
  /** Time in which the run was there, or should have been. */
  readonly wallMs: number
  /** The one over the other; null for a run without any time. */
  readonly goodput: number | null
  /** Steps that were committed and done again by a later process. */
  readonly redoneSteps: number
}

/** The steps (from, to] and the time in which they were committed. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly begin: number
  readonly end: number
}

/**
 * Adds up a run's time from its events.
 *
 * - *Wall time* goes from `started` to the last step of a process that ended in order, to the last event of one that
 *   failed, and to the next `started` after one that was killed: nobody wanted it to be gone. The time between a run
 *   that was stopped and its resumption is not part of it.
 * - *Productive* is the time between two `step` events as far as their steps stand in the end, without the time of
 *   an agent's incident, from its death to the commit of the step that it disturbed. Others worked meanwhile: it is a
 *   lower bound.
 */
export class GoodputMeter {
  #stretches: Stretch[] = []
  readonly #incidents: [begin: number, end: number][] = []
  #wallMs = 0
  #redone = 0
  /** Where the next stretch begins. */
  #from: { step: number; at: number } | undefined
  #lastAt: number | undefined
  #ended = false
  #timeless = false

  add({ event, at, fields }: RecordedEvent): void {
    if (at === undefined) {
      this.#timeless = true
      return
    }
    const idle = this.#lastAt === undefined || (event === 'started' && this.#ended)
    // Behind the last step of a run that ends in order lie its hashes and files.
    const after = event === 'finished' || event === 'stopped'
    if (!idle && !after) this.#wallMs += Math.max(0, at - this.#lastAt!)
    this.#ended = after || event === 'failed'
    if (!after || this.#lastAt === undefined) this.#lastAt = at
    if (event === 'started') {
      const step = stepOf((fields.resumed as Record<string, unknown> | null)?.step) ?? 0
      this.#undo(step)
      this.#from = { step, at }
    } else if (event === 'step') {
      this.#step(stepOf(fields.step), at)
    } else if (event === 'incident') {
      const ms = Number(fields.totalMs)
      // The end of a whole process has cost what the next one did not begin with: that is taken off already.
      if (ms > 0 && fields.host === undefined) this.#incidents.push([at - ms, at])
    }
  }

  /** Undefined for a run whose events have no times. */
  get result(): Goodput | undefined {
    if (this.#timeless) return undefined
    const productiveMs =
      this.#stretches.reduce((sum, { begin, end }) => sum + end - begin, 0) - this.#disturbed
    const wallMs = Math.round(this.#wallMs)
    return {
      productiveMs: Math.round(productiveMs),
      wallMs,
      goodput: wallMs > 0 ? Math.round((1e4 * productiveMs) / this.#wallMs) / 1e4 : null,
      redoneSteps: this.#redone,
    }
  }

  #step(step: number | undefined, at: number): void {
    const from = this.#from
    if (step === undefined || from === undefined) return
    if (step <= from.step) this.#undo(step)
    else this.#stretches.push({ from: from.step, to: step, begin: from.at, end: Math.max(from.at, at) })
    this.#from = { step, at }
  }

  /** The steps above `step` are done again. */
  #undo(step: number): void {
    for (
      let last = this.#stretches.at(-1);
      last !== undefined && last.to > step;
      last = this.#stretches.at(-1)
    ) {
      this.#stretches.pop()
      const stays = Math.max(0, step - last.from)
      this.#redone += last.to - last.from - stays
      if (stays === 0) continue
      const end = last.begin + ((last.end - last.begin) * stays) / (last.to - last.from)
      this.#stretches.push({ ...last, to: step, end })
    }
  }

  /** Milliseconds of the stretches that lie in incidents, each counted once. */
  get #disturbed(): number {
    const incidents = [...this.#incidents].sort(([a], [b]) => a - b)
    let sum = 0
    let at = 0
    for (const { begin, end } of this.#stretches) {
      let from = begin
      while (at < incidents.length && incidents[at]![1] <= begin) at++
      for (let i = at; i < incidents.length && incidents[i]![0] < end; i++) {
        const [first, last] = [Math.max(from, incidents[i]![0]), Math.min(end, incidents[i]![1])]
        if (last <= first) continue
        sum += last - first
        from = last
      }
    }
    return sum
  }
}

function stepOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

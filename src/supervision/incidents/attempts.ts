import type { SpoiltRecord } from '../../arena/index.js'
import type { Life } from '../reports.js'
import type { IncidentLog } from './log.js'

/** What the counters and clocks of a run say. */
export interface AttemptGround {
  /** Shards that attempts of this number began again, over all steps so far. */
  redone(attempt: number): number
  now(): number
}

/**
 * The steps that were tried again or left out because of what they computed, one incident each.
 *
 * What had to be computed again is counted where shards are computed, under the number of the attempt that did it;
 * so an incident's share is what that counter rose by until the next step used the same number.
 */
export class Attempts {
  readonly #log: IncidentLog
  readonly #ground: AttemptGround
  /** By number of the attempt: where the counter stood when the next step came to use it. */
  readonly #last = new Map<number, { until: number | undefined }>()
  readonly #waiting: { readonly step: number; readonly life: Life }[] = []

  constructor(log: IncidentLog, ground: AttemptGround) {
    this.#log = log
    this.#ground = ground
  }

  /** A step that is tried again or left out. `name` says which parameter an element belongs to. */
  nonFinite(record: SpoiltRecord, name: (element: number) => string): void {
    const { step, attempt, verdict, life, shards, redone } = record
    const [begin, end] = shards
    // Where several computed what is not finite, or where finite parts add up to it, it is nobody's fault.
    const where =
      life === undefined
        ? ''
        : ` in ${end - begin === 1 ? `shard ${begin}` : `shards ${begin} to ${end - 1}`}`
    const then = verdict === 'retry' ? 'tried again' : 'skipped'
    const incident = this.#log.open(
      {
        cause: `not finite: ${whatOf(record, name)}${where}; the step is ${then}`,
        agent: life?.agent ?? null,
        incarnation: life?.incarnation ?? null,
        step,
        attempt,
        phase: 'decide',
        diedAt: this.#ground.now(),
        skipped: verdict === 'skip',
        // Others found the same: then it was nobody's fault.
        onlyIfCommitted: true,
      },
      verdict === 'retry' ? this.begun(attempt + 1, redone) : () => 0,
    )
    incident.reassigned()
    if (verdict === 'retry' && life !== undefined) this.#waiting.push({ step, life })
  }

  /** A counter for the shards that the attempt of this number, which begins now, computes again. */
  begun(attempt: number, from: number): () => number {
    const before = this.#last.get(attempt)
    if (before !== undefined) before.until = from
    const mine = { until: undefined as number | undefined }
    this.#last.set(attempt, mine)
    return () => (mine.until ?? this.#ground.redone(attempt)) - from
  }

  /** Lives whose part was not finite in a step that has since been committed: others computed it and it was. */
  disproved(committed: number): Life[] {
    const done = this.#waiting.filter(({ step }) => step < committed)
    for (const each of done) this.#waiting.splice(this.#waiting.indexOf(each), 1)
    return done.map(({ life }) => life)
  }
}

/** What is not finite, for people. */
export function whatOf({ element }: SpoiltRecord, name: (element: number) => string): string {
  return element === undefined ? 'the loss' : `the gradient of ${name(element)}`
}

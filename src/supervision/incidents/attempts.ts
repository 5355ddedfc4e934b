import type { SpoiltRecord } from '../../arena/index.js'
import type { Life } from '../reports.js'
import type { IncidentLog } from './log.js'
import type { Redone } from './redone.js'

const then = { retry: 'the step is tried again', skip: 'the step is skipped', fail: 'the run fails' } as const

/** The steps that were not applied at first, or never, because what they computed is not finite: one incident each. */
export class Attempts {
  readonly #waiting: { readonly step: number; readonly life: Life }[] = []

  constructor(
    private readonly log: IncidentLog,
    private readonly redone: Redone,
    private readonly now: () => number,
  ) {}

  /** A step that is tried again or left out, or that ends the run. `name` says which parameter an element belongs to. */
  nonFinite(record: SpoiltRecord, name: (element: number) => string): void {
    const { step, attempt, verdict, life, shards, redone } = record
    const [begin, end] = shards
    // Where several computed what is not finite, or where finite parts add up to it, it is nobody's fault.
    const where =
      life === undefined
        ? ''
        : ` in ${end - begin === 1 ? `shard ${begin}` : `shards ${begin} to ${end - 1}`}`
    const incident = this.log.open(
      {
        cause: `not finite: ${whatOf(record, name)}${where}; ${then[verdict]}`,
        agent: life?.agent ?? null,
        incarnation: life?.incarnation ?? null,
        step,
        attempt,
        phase: 'decide',
        diedAt: this.now(),
        skipped: verdict === 'skip',
        // Others found the same: then it was nobody's fault.
        onlyIfCommitted: true,
      },
      verdict === 'retry' ? this.redone.begun(attempt + 1, redone) : () => 0,
    )
    incident.reassigned()
    if (verdict === 'retry' && life !== undefined) this.#waiting.push({ step, life })
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

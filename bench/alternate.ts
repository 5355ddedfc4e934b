import { MeasurementError, PeerMissingError } from './errors.js'
import { median } from './rows.js'

/** How long and how often everything is measured. */
export interface Pace {
  /** Measurements of each side, of which the median counts. */
  readonly rounds: number
  /** Seconds of steps in one measurement, after a warm-up. */
  readonly seconds: number
}

export const FULL: Pace = { rounds: 5, seconds: 4 }
export const QUICK: Pace = { rounds: 2, seconds: 1 }

/** Seconds after which a measurement of this pace must have ended, start-up and warm-up included. */
export function deadlineOf({ seconds }: Pace): number {
  return 20 + 10 * seconds
}

/** Medians of alternating measurements, one list entry per contender; null for one that never gave a figure. */
export async function alternate(
  pace: Pace,
  contenders: readonly {
    readonly name: string
    readonly optional: boolean
    readonly run: () => Promise<number>
  }[],
): Promise<(number | null)[]> {
  const figures: number[][] = contenders.map(() => [])
  for (let round = 0; round < pace.rounds; round++) {
    // One after the other within a round: a machine that slows down for a while slows both.
    for (const [index, contender] of contenders.entries()) {
      try {
        figures[index]!.push(await contender.run())
      } catch (error) {
        if (!contender.optional || !(error instanceof MeasurementError || error instanceof PeerMissingError))
          throw error
        console.error(`bench: ${contender.name}, round ${round + 1} of ${pace.rounds}: ${error.message}`)
      }
    }
  }
  return figures.map((list) => (list.length === 0 ? null : median(list)))
}

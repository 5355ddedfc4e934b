import type { Pace } from './alternate.js'
import type { Python } from './python.js'

/** What a benchmark is given. */
export interface Context {
  readonly pace: Pace
  /** Undefined where no Python with torch was found; why is on stderr already. */
  readonly python: Python | undefined
}

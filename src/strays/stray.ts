import { TroupeError } from '../errors.js'
import { isForeign } from './blame.js'
import { StrayError } from './errors.js'

/** What is said of an error that nobody caught. */
export function strayOf(thrown: unknown, rejected: boolean): Error {
  // An error of ours has its sentence, and one in our own code needs its stack: neither is the task's.
  const own = thrown instanceof TroupeError || (thrown instanceof Error && !isForeign(thrown))
  return own ? thrown : new StrayError(thrown, rejected)
}

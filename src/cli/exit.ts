import { TroupeError } from '../errors.js'

/** What the shell is told: 0 success, 1 a failed run, 2 wrong usage, 130 Ctrl-C. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const

/**
 * What is said about an error. Errors of this package say what to do, so they need no stack; anything else is a
 * fault in here, and its stack is what a report needs.
 */
export function sentence(error: unknown): string {
  if (error instanceof TroupeError) return `troupe: ${error.message} (${error.code})`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

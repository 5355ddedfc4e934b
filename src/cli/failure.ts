import { CommanderError } from 'commander'
import { TroupeError } from '../errors.js'

/** What the shell is told: 0 success, 1 a failed run, 2 wrong usage, 130 Ctrl-C. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const

/** Codes that mean "asked for the wrong thing" rather than "went wrong". */
const USAGE = new Set([
  'ERR_USAGE',
  'ERR_OPTION',
  'ERR_TASK_NOT_FOUND',
  'ERR_NOT_A_TASK',
  'ERR_FAULT_SPEC',
  'ERR_FAULT_CANNOT_FIRE',
  'ERR_BATCH_NOT_DIVISIBLE',
])

/**
 * Ends a command that failed: prints one line and returns the exit code.
 *
 * Errors of this package say what to do, so they need no stack; anything else is a fault in here, and its stack is
 * what a report needs.
 */
export function reportFailure(
  error: unknown,
  print: (text: string) => void = (text) => console.error(text),
): number {
  // Commander has printed its own line by now, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage
  if (error instanceof TroupeError) {
    print(`troupe: ${error.message} (${error.code})`)
    return USAGE.has(error.code) ? EXIT.usage : EXIT.failure
  }
  print(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.failure
}

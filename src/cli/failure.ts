import { CommanderError } from 'commander'
import { TroupeError } from '../errors.js'
import { EXIT, sentence } from './exit.js'

/** Codes that mean "asked for the wrong thing" rather than "went wrong". */
const USAGE = new Set([
  'ERR_USAGE',
  'ERR_OPTION',
  'ERR_TASK_NOT_FOUND',
  'ERR_NOT_A_TASK',
  'ERR_FAULT_SPEC',
  'ERR_FAULT_CANNOT_FIRE',
  'ERR_BATCH_NOT_DIVISIBLE',
  'ERR_BATCH_TOO_LARGE',
  'ERR_DATA_DIR_MISSING',
  'ERR_IDENTITY',
  'ERR_RUN_RECORD',
  'ERR_RUN_IN_USE',
])

/**
 * Ends a command that failed: prints one line and returns the exit code.
 */
export function reportFailure(
  error: unknown,
  print: (text: string) => void = (text) => console.error(text),
): number {
  // Commander has printed its own line by now, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage
  print(sentence(error))
  return error instanceof TroupeError && USAGE.has(error.code) ? EXIT.usage : EXIT.failure
}

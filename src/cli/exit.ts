import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TroupeError } from '../errors.js'

/** What the shell is told: 0 success, 1 a failed run, 2 wrong usage, 130 Ctrl-C. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const

/** The folder of this package's compiled code. */
const compiled = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/**
 * What is said about an error. Errors of this package say what to do, so they need no stack; anything else is a
 * fault in here, and its stack is what a report needs.
 */
export function sentence(error: unknown): string {
  if (error instanceof TroupeError) return `troupe: ${error.message} (${error.code})`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Where an error was thrown, as `name (file:line:column)`; Node's own frames are left out. */
export function originOf(error: Error): string | undefined {
  return framesOf(error)[0]
}

/** Whether code outside of this package took part in an error, or nobody knows. */
export function isForeign(error: Error): boolean {
  const frames = framesOf(error)
  return frames.length === 0 || frames.some((frame) => !frame.includes(compiled))
}

function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at ') && !line.includes('node:'))
    .map((line) => line.slice(3))
}

/** What the shell is told: 0 success, 1 a failed run, 2 wrong usage, 130 Ctrl-C. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const

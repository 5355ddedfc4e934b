/**
 * What a person can put right: a missing compiler, a missing libtorch, a folder that is none. Thrown with one
 * line that says what is wrong and what to do; the entry points print that line and exit 2, never a stack.
 */
export class Remedy extends Error {
  /** @param {string} message what is wrong and what to do, one line */
  constructor(message) {
    super(message)
    this.name = 'Remedy'
  }
}

/** Runs an entry point: a `Remedy` becomes its line and exit 2, anything else is a fault of ours and shows itself. */
export async function mainly(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (!(error instanceof Remedy)) throw error
    console.error(`troupe: ${error.message}`)
    process.exitCode = 2
  }
}

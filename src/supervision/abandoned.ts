import { core } from '../native/index.js'

/** What hung threads still point into: memory that must not go before the process does. */
const kept = new Set<unknown>()

/** Keeps memory for threads that hang in native code and can't be ended. */
export function abandon(memory: unknown): void {
  kept.add(memory)
}

/**
 * Whether a thread of this process hangs, so that the process cannot end by itself: not by letting its event loop run
 * dry, nor by `process.exit()`, which waits for every thread. {@link exitNow} ends it.
 */
export function hasAbandoned(): boolean {
  return kept.size > 0
}

/**
 * Ends the process at once, whatever its threads do: nothing is waited for, no `exit` handler runs, and what
 * streams still hold is lost. For a program whose run has left a thread behind that hangs in native code
 * (`ERR_AGENT_ABANDONED`); everything of the run is on the disk by then.
 */
export function exitNow(code = 0): never {
  return core().exitNow(code) as never
}

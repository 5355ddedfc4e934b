import { Listeners, tell } from './listeners.js'

/**
 * A handler that does not return.
 *
 * - `blocked`: it keeps its thread to itself, in a loop or a native call: nothing else in that thread gets on
 * - `waiting`: it awaits something: its actor handles nothing else, the thread goes on
 */
export interface Stall {
  readonly kind: 'blocked' | 'waiting'
  /** True for the second report, when the handler returned, went on, or was ended from outside. */
  readonly over: boolean
  /**
   * Of the actor. When several awaited something and one of them went on and blocked its thread: of the thread's
   * first actor. In the main thread, which runs more than actors: `the program` then, also for one.
   */
  readonly path: string
  /** The message; undefined when it is not known which of several handlers went on. */
  readonly message: string | undefined
  /** The thread's number in its system; 0 is the main thread. */
  readonly place: number
  /** How long it lasted so far, to within a quarter of the limit. */
  readonly durationMs: number
}

/** What the system tells its listeners. `printed`: native code has put a line on stderr already. */
type Listener = (stall: Stall) => void

/** Those who want to know of stalls, and the stalls that are not over. */
export class Stalls {
  readonly #listeners = new Listeners<Stall>()
  readonly #blocked = new Map<number, { stall: Stall; told: number }>()
  readonly #fallback: (stall: Stall, printed: boolean) => void

  /** @param onStall hears of all; default: a line on stderr for what blocks a thread */
  constructor(onStall: Listener = printBlocked) {
    this.#fallback = onStall === printBlocked ? printBlocked : (stall) => onStall(stall)
  }

  /** Calls `listener` for each stall that is noticed, and each that is over, from now on; the result ends that. */
  subscribe(listener: Listener): () => void {
    return this.#listeners.subscribe(listener)
  }

  /** What blocks a place right now, and for how long. */
  blocked(place: number): Stall | undefined {
    const found = this.#blocked.get(place)
    if (!found) return undefined
    const { stall, told } = found
    return { ...stall, durationMs: stall.durationMs + performance.now() - told }
  }

  publish(stall: Stall, printed = false): void {
    if (stall.kind === 'blocked') {
      if (stall.over) this.#blocked.delete(stall.place)
      else this.#blocked.set(stall.place, { stall, told: performance.now() })
    }
    tell(this.#fallback, stall, printed)
    this.#listeners.tell(stall)
  }

  /** The place's thread is gone, and what blocked it. */
  placeDown(place: number): void {
    const stall = this.blocked(place)
    if (stall) this.publish({ ...stall, over: true })
  }
}

/** Awaiting for long is no fault by itself: nobody is told who didn't ask. */
function printBlocked({ kind, over, path, message, place, durationMs }: Stall, printed = false): void {
  if (kind !== 'blocked' || printed) return
  const what = message === undefined ? path : `${path} in '${message}'`
  const seconds = (durationMs / 1000).toFixed(1)
  const thread = place === 0 ? 'the main thread' : 'its thread'
  process.stderr.write(
    over
      ? `troupe: ${what} no longer blocks ${thread} (${seconds} s)\n`
      : `troupe: ${what} has blocked ${thread} for ${seconds} s: nothing else there gets on until it returns\n`,
  )
}

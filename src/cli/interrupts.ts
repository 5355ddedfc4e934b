import { EXIT } from './exit.js'

/**
 * Ctrl-C and SIGTERM, from the process's first moment on.
 *
 * This file imports next to nothing, because it is there before the commands are: loading those takes a while, and
 * a signal in between would end the process as if it knew none. A first signal asks the command that has taken the
 * interrupts to stop, a second one ends the process at once.
 */
export interface Interrupts {
  /** Signals are `stop`'s from here on; one that came before is handed over at once. Returns how to give them back. */
  take(stop: Stop): () => void
  /** The command line has been read: without a taker, a signal now ends the process at once. */
  settle(): void
}

export interface Stop {
  /** The first signal. */
  ask(signal: NodeJS.Signals): void
  /** The second one, right before the process ends; must not wait for anything. */
  force?(): void
}

/** What ends a process, apart from signals; so that it can be watched and tested. */
export interface Leaving {
  /** Ends the process, expectedly. */
  leave(code: number): never
}

export function installInterrupts({ leave }: Leaving): Interrupts {
  let asked: NodeJS.Signals | undefined
  let taker: Stop | undefined
  let settled = false
  const handle = (signal: NodeJS.Signals) => {
    if (asked !== undefined || (settled && taker === undefined)) {
      taker?.force?.()
      leave(EXIT.interrupted)
    }
    asked = signal
    taker?.ask(signal)
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return {
    take(stop) {
      taker = stop
      if (asked !== undefined) stop.ask(asked)
      return () => {
        taker = undefined
      }
    },
    settle() {
      settled = true
      if (asked !== undefined && taker === undefined) leave(EXIT.interrupted)
    },
  }
}

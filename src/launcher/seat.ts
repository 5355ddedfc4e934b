import { core, coreWith } from '../native/index.js'
import { callerOfExit } from '../strays/blame.js'
import { strayOf } from '../strays/stray.js'
import { encodeError } from '../transport/error-record.js'
import { EndedEarlyError } from './errors.js'
import { type HostOrder, isLastNews, type News, type Order, type Past, type RunPlace } from './protocol.js'
import type { StateMeaning } from './rescue.js'
import { printWarnings } from './warnings.js'

/** Signals that a terminal or a batch system sends to whole groups: the launcher answers them for all. */
const signals = ['SIGINT', 'SIGTERM', 'SIGUSR1', 'SIGHUP'] as const

/** What a run in a process of its own does for its launcher, besides running. */
export interface HostSeat {
  readonly past: Past
  /** The run directory is this run's from here on. */
  placed(place: RunPlace): void
  prepared(news: Pick<Extract<News, { kind: 'prepared' }>, 'source' | 'metrics'>): void
  /** How to learn which faults of the plan have happened. */
  armed(happened: () => readonly number[]): void
  /** What the states in memory mean, for a launcher that has to do without this process. */
  described(meaning: StateMeaning): void
  /** A fault kills this process. */
  strike(): void
  /** The state after `step` commits outlives this process from here on. */
  saved(step: number): void
}

/** The process's side of the channel to its launcher. */
export class Seat {
  readonly #start: Promise<HostOrder>
  #take: ((order: Order) => void) | undefined
  /** What came while the libraries were loaded: kept for whoever takes orders then. */
  readonly #early: Order[] = []
  #stray: ((error: Error) => void) | undefined
  #over = false

  /** The first moments of the process: from here on it does not outlive its launcher. */
  constructor(launcher: number) {
    coreWith('dieWithParent').dieWithParent(launcher)
    // Seen by the kernel already, unless the launcher has only let go of the channel.
    process.on('disconnect', () => core().exitNow(1))
    for (const signal of signals) process.on(signal, () => {})
    printWarnings()
    // What nobody reads is the launcher's affair, which notices it by itself.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
    process.on('uncaughtException', (thrown, origin) => {
      const error = strayOf(thrown, origin === 'unhandledRejection')
      if (this.#stray === undefined) void this.last({ kind: 'refused', error: encodeError(error) })
      else this.#stray(error)
    })
    process.on('exit', (code) => {
      if (this.#over) return
      const error = encodeError(new EndedEarlyError(code, callerOfExit()))
      this.#send(
        this.#stray === undefined ? { kind: 'refused', error } : { kind: 'failed', event: null, error },
      )
    })
    this.#start = new Promise((resolve) =>
      process.on('message', (order: Order) => {
        if (order.kind === 'start') {
          resolve(order.order)
          // A run that waits for nothing any more is to end, and say so, instead of waiting for orders. Before it has
          // begun, nothing but the channel may be left to wait for: libraries can be there sooner than the order.
          process.channel?.unref()
        } else if (this.#take === undefined) this.#early.push(order)
        else this.#take(order)
      }),
    )
  }

  /** Whoever takes the orders gets those that came before, too. */
  onOrder(take: (order: Order) => void): void {
    this.#take = take
    for (const order of this.#early.splice(0)) take(order)
  }

  /** Rejects with nothing: it resolves to what the launcher sends first, or the process ends with the launcher. */
  order(): Promise<HostOrder> {
    return this.#start
  }

  /** From here on, what nobody catches is the run's failure. */
  onStray(fail: (error: Error) => void): void {
    this.#stray = fail
  }

  /** Resolves when the news has left this process: whoever waits for it never has more than one on the way. */
  tell(news: News): Promise<void> {
    if (this.#over) return Promise.resolve()
    this.#over = isLastNews(news)
    return this.#send(news)
  }

  /** Says the last word and ends the process, whatever its threads do. */
  async last(news: News): Promise<never> {
    await this.tell(news)
    return core().exitNow(0) as never
  }

  #send(news: News): Promise<void> {
    return new Promise((resolve) => {
      if (!process.connected) resolve()
      else process.send!(news, undefined, undefined, () => resolve())
    })
  }
}

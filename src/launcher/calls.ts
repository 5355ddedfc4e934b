import { decodeError } from '../transport/error-record.js'
import { ProcessGoneError } from './errors.js'
import type { Call, News, Order } from './protocol.js'

/** The process's own bound on an answer is 10 s. */
const answerMs = 30_000
/** Questions under way. */
const most = 1_024

interface Asked {
  readonly what: string
  readonly timer: NodeJS.Timeout
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Questions to the process of a run. One that dies answers none: whoever asked is told, and nothing is asked twice. */
export class Calls {
  readonly #asked = new Map<number, Asked>()
  #next = 0
  #over = false

  /** @param send false when there is no process at present */
  constructor(private readonly send: (order: Order) => boolean) {}

  /** @throws ProcessGoneError (`ERR_PROCESS_GONE`), and what the run answers with */
  ask(call: Call): Promise<unknown> {
    const what = call.method
    if (this.#over || this.#asked.size >= most) return Promise.reject(new ProcessGoneError(what, this.#over))
    const id = this.#next++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#take(id)?.reject(new ProcessGoneError(what)), answerMs)
      this.#asked.set(id, { what, timer, resolve, reject })
      if (!this.send({ kind: 'call', id, ...call })) this.#take(id)?.reject(new ProcessGoneError(what))
    })
  }

  answered({ id, value, error }: Extract<News, { kind: 'answer' }>): void {
    const asked = this.#take(id)
    if (error === undefined) asked?.resolve(value)
    else asked?.reject(decodeError(error))
  }

  /** The process has ended. */
  gone(): void {
    for (const [id, { what }] of this.#asked) this.#take(id)!.reject(new ProcessGoneError(what))
  }

  /** The run is over: nobody answers any more. */
  close(): void {
    this.#over = true
    this.gone()
  }

  #take(id: number): Asked | undefined {
    const asked = this.#asked.get(id)
    this.#asked.delete(id)
    clearTimeout(asked?.timer)
    return asked
  }
}

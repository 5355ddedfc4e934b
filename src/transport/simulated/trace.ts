/** What happened to one envelope of a simulation. */
export interface TraceEntry {
  /** Virtual time in milliseconds. */
  readonly atMs: number
  readonly event: 'delivered' | 'lost' | 'held'
  /** `main`, or the path of the actor that a thread was opened for. */
  readonly from: string
  readonly to: string
  readonly kind: string
  /** Number of the receiving actor in its place; 0 is the runtime of the place. */
  readonly actor: number
  /** Of an ask and its reply. */
  readonly id: number
  readonly name: string
}

/** The latest `length` entries, in order. */
export class Trace {
  readonly #length: number
  #entries: TraceEntry[] = []

  constructor(length: number) {
    this.#length = length
  }

  add(entry: TraceEntry): void {
    this.#entries.push(entry)
    if (this.#entries.length >= 2 * this.#length) this.#trim()
  }

  get entries(): readonly TraceEntry[] {
    this.#trim()
    return this.#entries
  }

  #trim(): void {
    if (this.#entries.length > this.#length) this.#entries = this.#entries.slice(-this.#length)
  }
}

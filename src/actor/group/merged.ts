/** An item of a group's stream. */
export interface MemberItem<T> {
  /** Of the member that gave it. */
  readonly index: number
  readonly item: T
}

/** What becomes of the streams of a group's members that are read as one. */
export interface Parts {
  /** They are about to be read. */
  opened(): void
  /** One of them failed. */
  failed(index: number, error: unknown): void
  /** Nothing more is read, whatever comes. */
  closed(): void
}

/**
 * The streams of all members as one. At most one item of each member is kept here, in the order in which they came,
 * and the next one of a member is taken when that one was read: a fast member can't crowd out the others, and each
 * goes on only as its own credit says.
 */
export class Merged implements AsyncIterableIterator<MemberItem<any>> {
  readonly #streams: readonly AsyncIterator<unknown>[]
  readonly #parts: Parts
  #opened = false
  #ready: MemberItem<unknown>[] = []
  /** Members that have not ended. */
  #left: number
  #over = false
  #error: { readonly thrown: unknown } | undefined
  /** Readers take turns: the last one's. */
  #turn: Promise<unknown> = Promise.resolve()
  #wake = () => {}

  constructor(streams: readonly AsyncIterator<unknown>[], parts: Parts) {
    this.#streams = streams
    this.#parts = parts
    this.#left = streams.length
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<MemberItem<any>>> {
    const turn = this.#turn.then(() => this.#next())
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** Ends the streams of all members, as leaving a `for await` loop does. */
  async return(): Promise<IteratorResult<MemberItem<any>>> {
    this.#ready = []
    this.fail(undefined)
    this.#error = undefined
    return { value: undefined, done: true }
  }

  /** Ends all of them because of one, or of all. What came before is still read; then `error` is thrown, if any. */
  fail(error: { readonly thrown: unknown } | undefined): void {
    if (this.#over) return
    this.#over = true
    this.#error = error
    this.#parts.closed()
    for (const stream of this.#streams) void stream.return?.()
    this.#wake()
  }

  async #next(): Promise<IteratorResult<MemberItem<any>>> {
    if (!this.#opened && !this.#over) this.#open()
    while (this.#ready.length === 0 && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const value = this.#ready.shift()
    if (value) {
      if (!this.#over) this.#take(value.index)
      return { value, done: false }
    }
    const error = this.#error
    // The error is told once; after it the stream is at its end.
    this.#error = undefined
    if (error) throw error.thrown
    return { value: undefined, done: true }
  }

  #open(): void {
    this.#opened = true
    this.#parts.opened()
    for (let index = 0; index < this.#streams.length && !this.#over; index++) this.#take(index)
  }

  #take(index: number): void {
    this.#streams[index]!.next().then(
      ({ done, value }) => {
        if (this.#over) return
        if (!done) this.#ready.push({ index, item: value })
        else if (--this.#left === 0) {
          this.fail(undefined)
          return
        }
        this.#wake()
      },
      (error: unknown) => {
        if (!this.#over) this.#parts.failed(index, error)
      },
    )
  }
}

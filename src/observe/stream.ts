import { isLast, type RunEvent } from './events.js'

/** Events a reader may lag behind before the oldest `step` events are dropped for it. */
const bound = 1024

/**
 * The events of one run for any number of readers.
 *
 * Emitting never waits: a reader that does not read loses old `step` events, never another kind, and never the
 * end. Whoever starts to read later gets what was kept first, so nothing is missed between `train()` returning
 * and the loop over `run.events()`.
 */
export class EventStream {
  readonly #kept: RunEvent[] = []
  readonly #readers = new Set<Reader>()
  readonly #listeners: ((event: RunEvent) => void)[] = []
  #ended = false

  /** Calls `listener` for every event from now on, in order, synchronously. */
  listen(listener: (event: RunEvent) => void): void {
    this.#listeners.push(listener)
  }

  /** Nothing can follow the last event; what is emitted after it is dropped. */
  emit(event: RunEvent): void {
    if (this.#ended) return
    this.#ended = isLast(event)
    push(this.#kept, event)
    for (const reader of this.#readers) reader.push(event)
    for (const listener of this.#listeners) listener(event)
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Iterates until the event that ends the run. Leaving the loop early frees the reader. */
  async *read(): AsyncGenerator<RunEvent, void, void> {
    const reader = new Reader([...this.#kept])
    this.#readers.add(reader)
    try {
      for (;;) {
        const event = await reader.next()
        yield event
        if (isLast(event)) return
      }
    } finally {
      this.#readers.delete(reader)
    }
  }
}

class Reader {
  #wake: (() => void) | undefined

  constructor(private readonly queue: RunEvent[]) {}

  push(event: RunEvent): void {
    push(this.queue, event)
    this.#wake?.()
  }

  async next(): Promise<RunEvent> {
    while (this.queue.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
    return this.queue.shift()!
  }
}

function push(queue: RunEvent[], event: RunEvent): void {
  if (queue.length >= bound) {
    const oldest = queue.findIndex((kept) => kept.event === 'step')
    if (oldest >= 0) queue.splice(oldest, 1)
  }
  queue.push(event)
}

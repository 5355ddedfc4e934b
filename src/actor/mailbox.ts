/** A message on its way to a handler. `id` and `from` say where the reply of an ask goes (`id` 0: a tell). */
export interface UserMessage {
  readonly name: string
  readonly payload: unknown
  readonly id: number
  readonly from: number
}

/** A notice of the runtime that runs as a handler: a timer's tick or a death. Never counted, never dropped. */
export interface Notice {
  readonly run: () => unknown
}

export type Item = UserMessage | Notice
const isUser = (item: Item | undefined): item is UserMessage => item !== undefined && 'name' in item

/**
 * Queue of one actor: a ring that grows with use up to `capacity` user messages. Notices keep their place in
 * the order (a death comes after the dead actor's last messages) but have room of their own.
 */
export class Mailbox {
  readonly capacity: number
  #items: (Item | undefined)[] = []
  #head = 0
  #length = 0
  #users = 0

  constructor(capacity: number) {
    this.capacity = capacity
  }

  /** User messages that wait. */
  get size(): number {
    return this.#users
  }

  /** Nothing waits, notices included. */
  get empty(): boolean {
    return this.#length === 0
  }

  get full(): boolean {
    return this.#users >= this.capacity
  }

  push(item: Item): void {
    if (this.#length === this.#items.length) this.#grow()
    this.#items[(this.#head + this.#length++) & (this.#items.length - 1)] = item
    if (isUser(item)) this.#users++
  }

  take(): Item | undefined {
    while (this.#length > 0) {
      const item = this.#items[this.#head]
      this.#items[this.#head] = undefined
      this.#head = (this.#head + 1) & (this.#items.length - 1)
      this.#length--
      if (item === undefined) continue // a hole left by dropOldest
      if (isUser(item)) this.#users--
      return item
    }
    return undefined
  }

  /** Removes the oldest user message; notices before it stay. */
  dropOldest(): UserMessage | undefined {
    for (let i = 0; i < this.#length; i++) {
      const at = (this.#head + i) & (this.#items.length - 1)
      const item = this.#items[at]
      if (!isUser(item)) continue
      this.#items[at] = undefined
      this.#users--
      return item
    }
    return undefined
  }

  #grow(): void {
    const old = this.#items
    const grown = new Array<Item | undefined>(Math.max(8, old.length * 2))
    for (let i = 0; i < this.#length; i++) grown[i] = old[(this.#head + i) & (old.length - 1)]
    this.#items = grown
    this.#head = 0
  }
}

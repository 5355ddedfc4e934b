/** One thing that happened in a program, in the order in which it did. Actors are named by their path. */
export type Event =
  | { kind: 'spawned'; actor: string; parent: string; life: number; traits: Traits; group?: string }
  | { kind: 'started'; actor: string; life: number }
  /** The stop hook of a life ran: its children are gone. */
  | { kind: 'ended'; actor: string; life: number }
  /** `generation`: through a group, for that one only. */
  | { kind: 'sent'; id: number; as: 'tell' | 'ask' | 'poison'; from: string; to: string; generation?: number }
  /** Told to a group that is gone: one dead letter. */
  | { kind: 'unsent'; group: string }
  /** All members are set up. */
  | { kind: 'grouped'; group: string; by: string; members: readonly string[] }
  | { kind: 'askedAll'; id: number; group: string; by: string; ids: readonly number[]; timeoutMs: number }
  | { kind: 'settledAll'; id: number; ok: boolean; value: unknown }
  | { kind: 'groupDown'; group: string; by: string; life: number }
  | { kind: 'handled'; id: number; actor: string; life: number; from: string }
  /** The handler of message `id` takes time, and has ended. */
  | { kind: 'busy' | 'idle'; id: number; actor: string }
  | { kind: 'asked'; id: number; from: string; life: number; to: string; timeoutMs: number }
  | { kind: 'settled'; id: number; ok: boolean; value: unknown }
  | { kind: 'watching'; by: string; life: number; of: string }
  | { kind: 'unwatched'; by: string; life: number; of: string }
  | { kind: 'down'; by: string; life: number; of: string; reason: string }
  | { kind: 'failed'; actor: string; decision: string }
  /** The program is over, and all that follows from it. */
  | { kind: 'quiet' }

/** How an actor was spawned. */
export interface Traits {
  readonly placement: 'here' | 'thread' | 'pool'
  readonly capacity: number
  readonly overflow: 'drop-new' | 'drop-old'
  readonly strategy: 'none' | 'one-for-one' | 'one-for-all' | 'rest-for-one'
  readonly maxRestarts: number
  readonly withinMs: number
  readonly backoffMs: number
  /** The life whose setup throws; -1: none. */
  readonly failsIn: number
}

export type Entry = Event & { readonly atMs: number }

/** What a program's actors write down. Those in simulated threads share it, by the number of the run. */
export class Journal {
  readonly entries: Entry[] = []
  readonly #now: () => number
  readonly #claimed = new Set<string>()
  #ids = 0

  constructor(now: () => number) {
    this.#now = now
  }

  add(event: Event): void {
    this.entries.push({ ...event, atMs: this.#now() })
  }

  nextId(): number {
    return ++this.#ids
  }

  /** True once per name: an order to spawn may arrive twice. */
  claim(name: string): boolean {
    const { size } = this.#claimed
    return this.#claimed.add(name).size > size
  }
}

/** Of the programs that run now. */
export const journals = new Map<number, Journal>()

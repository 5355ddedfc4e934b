import { key, type Life } from '../reports.js'

/** A fenced agent whose thread has not ended yet. */
export interface Zombie {
  readonly life: Life
  /** Its slots, row and result region: nobody else's before its thread has ended. */
  readonly seat: number
  /** Where it hangs, in words. */
  readonly where: string
  /** When its thread was told to end. */
  since: number
  /** What had been refused of its seat's publications when it was fenced. */
  readonly refused: number
  told: boolean
}

/** The fenced agents whose threads still run. */
export class Zombies {
  readonly #zombies = new Map<string, Zombie>()

  constructor(private readonly now: () => number) {}

  add(life: Life, seat: number, where: string, refused: number): void {
    this.#zombies.set(key(life), { life, seat, where, refused, since: this.now(), told: false })
  }

  /** Its thread is told to end only now. */
  told(life: Life): void {
    const zombie = this.#zombies.get(key(life))
    if (zombie !== undefined) zombie.since = this.now()
  }

  /** Its thread has ended: what it was, or undefined when it was no zombie. */
  ended(life: Life): Zombie | undefined {
    const zombie = this.#zombies.get(key(life))
    this.#zombies.delete(key(life))
    return zombie
  }

  /** Those that have been told to end `boundMs` ago and have not; each is named once. */
  overdue(boundMs: number): Zombie[] {
    const late = this.all.filter(({ told, since }) => !told && this.now() - since > boundMs)
    for (const zombie of late) zombie.told = true
    return late
  }

  get all(): Zombie[] {
    return [...this.#zombies.values()]
  }
}

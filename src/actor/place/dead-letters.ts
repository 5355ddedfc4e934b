import type { Clock } from '../clock.js'
import { Listeners } from '../observe/listeners.js'

/**
 * - `mailbox-full`, `stash-full`: no room was left
 * - `lane-full`: no room was left on the way to its thread, which reads slower than this one sends
 * - `down`: the actor is dead, or died before it came to the message
 * - `poisoned`: the message was queued behind a poison pill
 * - `unknown-message`: no handler of that name
 * - `stale-generation`: told to a group before its members were restarted
 */
export type DeadLetterReason =
  | 'mailbox-full'
  | 'stash-full'
  | 'lane-full'
  | 'down'
  | 'poisoned'
  | 'unknown-message'
  | 'stale-generation'
  /** Told to a handler that gives a stream. */
  | 'stream-only'
  | 'not-encodable'
  | 'not-decodable'

/** A message that reached no handler. Payloads are not kept: they may be large, or shared. */
export interface DeadLetter {
  readonly path: string
  readonly name: string
  readonly reason: DeadLetterReason
  /** Dead letters that were only counted since the last one reported. */
  readonly suppressed: number
}

const perSecond = 100
const windowMs = 1000

/**
 * Counts all dead letters and reports at most 100 a second, so that a flood doesn't make a second flood. The last
 * one of a flood is reported when its second is over: then everybody who listens has the whole count.
 */
export class DeadLetters {
  readonly #clock: Clock
  readonly #listeners = new Listeners<DeadLetter>()
  #count = 0
  #suppressed = 0
  #windowStart = Number.NEGATIVE_INFINITY
  #inWindow = 0
  /** The latest that was only counted. */
  #held: Omit<DeadLetter, 'suppressed'> | undefined
  #cancel = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** All dead letters so far, reported or not. */
  get count(): number {
    return this.#count
  }

  /** Calls `listener` for each dead letter reported from now on; the result ends that. */
  subscribe(listener: (letter: DeadLetter) => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /** @internal `suppressed` counts letters that another thread held back. */
  publish({ path, name, reason, suppressed }: DeadLetter): void {
    this.#count += 1 + suppressed
    this.#suppressed += suppressed
    const now = this.#clock.now()
    if (now - this.#windowStart >= windowMs) {
      this.#windowStart = now
      this.#inWindow = 0
    }
    if (this.#inWindow >= perSecond) {
      this.#suppressed++
      this.#hold({ path, name, reason }, this.#windowStart + windowMs - now)
      return
    }
    this.#inWindow++
    this.#report({ path, name, reason, suppressed: this.#suppressed })
  }

  /** @internal Reports now what was only counted: the place is about to leave. */
  flush(): void {
    if (this.#held) this.#report({ ...this.#held, suppressed: this.#suppressed - 1 })
  }

  /** @internal Nobody can be told any more. */
  dispose(): void {
    this.#held = undefined
    this.#cancel()
  }

  #hold(letter: Omit<DeadLetter, 'suppressed'>, restMs: number): void {
    const waits = this.#held !== undefined
    this.#held = letter
    if (waits) return
    const { background = this.#clock.schedule } = this.#clock
    this.#cancel = background.call(this.#clock, restMs, () => this.flush())
  }

  #report(letter: DeadLetter): void {
    this.dispose()
    this.#suppressed = 0
    this.#listeners.tell(letter)
  }
}

import type { Clock } from '../clock.js'
import { ActorDownError, AskAbortedError } from '../errors.js'
import type { ActorRef } from '../ref.js'
import { MemberFailedError, StaleGenerationError } from './errors.js'

/** What a request to all members is made with. */
export interface Request {
  readonly path: string
  readonly name: string
  readonly generation: number
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * One request to all members of a group, which ends once and for all of them. When it fails the rest is cancelled:
 * `signal` aborts.
 */
export class Collective {
  readonly request: Request
  readonly #fail: (error: unknown) => void
  readonly #ended: (collective: Collective) => void
  readonly #controller = new AbortController()
  #over = false
  /** A member's life ended: the group says in a moment whether the next one begins, or none. */
  #held: MemberFailedError | undefined
  #release = () => {}

  /** @param ended called when it is over, however it ends */
  constructor(request: Request, fail: (error: unknown) => void, ended: (collective: Collective) => void) {
    this.request = request
    this.#fail = fail
    this.#ended = ended
    request.signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (request.signal?.aborted) this.#onAbort()
  }

  get over(): boolean {
    return this.#over
  }

  /** Aborts what is still asked of members. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** False when it has failed before. */
  succeed(): boolean {
    if (this.#over) return false
    this.#close()
    return true
  }

  /**
   * A member's part failed; the first one counts.
   *
   * @param ending no life of that member begins any more
   */
  memberFailed(index: number, { path }: ActorRef, error: unknown, ending: boolean): void {
    if (this.#over || this.#held) return
    if (error instanceof StaleGenerationError) {
      this.fail(error)
      return
    }
    const { name, clock, timeoutMs } = this.request
    const failed = new MemberFailedError(path, name, index, error)
    if (ending || !(error instanceof ActorDownError) || error.fields.path !== path) this.fail(failed)
    else {
      this.#held = failed
      this.#release = clock.schedule(timeoutMs, () => this.fail(failed))
    }
  }

  /** The group is ending: each of its members still answers, or is down. */
  ending(): void {
    if (this.#held) this.fail(this.#held)
  }

  fail(error: unknown): void {
    if (this.#over) return
    this.#close()
    this.#controller.abort(error)
    this.#fail(error)
  }

  readonly #onAbort = (): void => {
    const { path, name, signal } = this.request
    this.fail(new AskAbortedError(path, name, signal!.reason))
  }

  #close(): void {
    this.#over = true
    this.#release()
    this.request.signal?.removeEventListener('abort', this.#onAbort)
    this.#ended(this)
  }
}

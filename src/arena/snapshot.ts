import { core } from '../native/index.js'
import type { SharedArena } from './arena.js'
import { type StateShape, stateShape } from './image.js'

interface SnapshotAddon {
  snapshotAwait(ledger: Uint8Array, timeoutMs: number): number
  snapshotCopy(
    ledger: Uint8Array,
    shape: Float64Array,
    live: readonly (ArrayBufferView | null)[],
    staging: Uint8Array,
    image: Uint8Array,
    first: number,
    count: number,
  ): number
  snapshotRelease(ledger: Uint8Array): void
  snapshotAsk(ledger: Uint8Array): void
}

/** Chunks per native call, at most 1 MiB each: the thread stays as long away from its event loop. */
const perCall = 64

/**
 * Takes snapshots of a run that goes on meanwhile (exact-step §4): for one thread, which has nothing to do with
 * computing. Who updates a chunk before it is copied puts its old value aside; nobody waits for this thread.
 *
 * A snapshot is opened by the update of the step before it, when one is due and none is under way, and stays under
 * way until {@link release}: a disk that is slower than the schedule stretches it.
 */
export class Snapshots {
  readonly state: StateShape
  readonly #native = core() as unknown as SnapshotAddon
  readonly #shared: SharedArena
  readonly #shape: Float64Array

  constructor(shared: SharedArena) {
    const { layout, options } = shared
    this.#shared = shared
    this.state = stateShape(layout, options.optimizer.moments, options.running.length, options.keepBest)
    const { elements, chunkElements, buffers, chunks, moments, running, best } = this.state
    this.#shape = Float64Array.of(elements, chunkElements, buffers, chunks, moments, running, Number(best))
  }

  /**
   * Waits for a snapshot whose step border is reached, at most 100 ms.
   *
   * @returns its step, `timeout`, or `aborted` when the run is given up and none is under way
   */
  await(timeoutMs: number): number | 'timeout' | 'aborted' {
    const step = this.#native.snapshotAwait(this.#shared.ledger, timeoutMs)
    if (step >= 0) return step
    return step === -1 ? 'timeout' : 'aborted'
  }

  /** Copies the snapshot under way into an image; yields now and then, to serve the thread's event loop. */
  *copy(image: Uint8Array): Generator<void, void, void> {
    const { ledger, parameters, buffers, running, best, moments, staging } = this.#shared
    const live = [parameters, buffers, running, best, ...moments]
    for (let chunk = 0; chunk >= 0; ) {
      chunk = this.#native.snapshotCopy(ledger, this.#shape, live, staging, image, chunk, perCall)
      yield
    }
  }

  /** The image is no longer needed, or was given up: the next snapshot may be opened. */
  release(): void {
    this.#native.snapshotRelease(this.#shared.ledger)
  }

  /** Wants a snapshot at the next step border at which none is under way. */
  ask(): void {
    this.#native.snapshotAsk(this.#shared.ledger)
  }
}

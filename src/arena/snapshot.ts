import { core } from '../native/index.js'
import type { SharedArena } from './arena.js'
import { type StateShape, shapeNumbers, stateShape } from './image.js'

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
  snapshotWritten(ledger: Uint8Array): void
  snapshotOpen(ledger: Uint8Array): boolean
}

/** Chunks per native call, at most 1 MiB each: the thread stays as long away from its event loop. */
const perCall = 64

/**
 * Takes the snapshots for the disk of a run that goes on meanwhile (exact-step §4): for one thread, which has nothing
 * to do with computing. Who updates a chunk before it is copied puts its old value aside; nobody waits for this thread.
 *
 * A snapshot is opened by the update of the step before it, when one is due by schedule, the last is {@link written},
 * and none is under way: a disk that is slower than the schedule stretches it.
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
    this.#shape = shapeNumbers(this.state)
    // A copier that died while it wrote: what it had is given up.
    if (!this.#native.snapshotOpen(shared.ledger)) this.written()
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

  /** The image is made, or given up: a snapshot for the memory checkpoint may be opened. */
  release(): void {
    this.#native.snapshotRelease(this.#shared.ledger)
  }

  /** The image is no longer needed: the next snapshot for the disk may be opened. */
  written(): void {
    this.#native.snapshotWritten(this.#shared.ledger)
  }
}

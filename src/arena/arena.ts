import { NoSeatError } from './errors.js'
import { imageBytes, type StateShape, stateShape } from './image.js'
import { type Layout, type Segment, seatBytes } from './layout.js'
import { Ledger, type Redundancy } from './ledger.js'
import { giveBack, sharedBytes, sharedDoubles, sharedFloats } from './memory.js'
import { recordLength } from './record.js'

export interface ArenaOptions {
  /** Agent ids that can exist in this run. */
  readonly agents: number
  readonly shards: number
  readonly steps: number
  /** The step to begin with: commits that the state in the arena has behind it. */
  readonly firstStep: number
  /** Steps between snapshots; 0: none by schedule. */
  readonly snapshotEvery: number
  /** Steps between evaluations; 0: only after the last. */
  readonly evaluateEvery: number
  /** Evaluation batches; 0: no evaluation. */
  readonly evaluations: number
  readonly metrics: number
  /** Steps that batches are prepared ahead. */
  readonly depth: number
  readonly faults: number
  /** Incarnations that can hold a seat at one time, at most 256. */
  readonly seats: number
  /** Name of the kernel, and number of moments, the average among them. */
  readonly optimizer: {
    readonly kind: string
    readonly moments: number
    readonly groups: number
    readonly scalarsPerGroup: number
    /** Ratios in a decision: one for each parameter if the optimizer measures them, else 0. */
    readonly ratios: number
  }
  /** Whether the last of the moments is a moving average of the parameters, which is evaluated and kept. */
  readonly averages: boolean
  /** Scalars that go on from step to step, with their values before step 0. */
  readonly running: readonly number[]
  readonly keepBest: boolean
  readonly redundancy: Redundancy
  /** For one shard that is never applied: there are moments of the first chunk only, and nothing is staged. */
  readonly trial?: boolean
}

/** What an agent needs of the arena; crosses threads by structured clone, without copying the memory. */
export interface SharedArena {
  readonly options: ArenaOptions
  readonly layout: Layout
  readonly ledger: Uint8Array<SharedArrayBuffer>
  readonly parameters: Float32Array<SharedArrayBuffer>
  readonly buffers: Float32Array<SharedArrayBuffer>
  readonly running: Float64Array<SharedArrayBuffer>
  /** Parameters, then buffers, of the best evaluation. */
  readonly best: Float32Array<SharedArrayBuffer> | null
  /** The optimizer's, then the moving average if there is one. */
  readonly moments: readonly Float32Array<SharedArrayBuffer>[]
  /** An image of the state: where updaters put aside what a snapshot still needs. Costs nothing until then. */
  readonly staging: Uint8Array<SharedArrayBuffer>
}

/**
 * The shared memory of a host: parameters, optimizer state and ledger once, a bank of slots for each seat.
 * Main creates it and keeps it: native code points into it, and an unreferenced SharedArrayBuffer is collected
 * under those pointers.
 */
export class Arena {
  readonly ledger: Ledger
  readonly shared: SharedArena
  readonly state: StateShape
  /** By seat, made when a seat is first taken. */
  readonly #seats: Uint8Array<SharedArrayBuffer>[] = []
  readonly #images: Uint8Array[] = []

  constructor(layout: Layout, options: ArenaOptions) {
    const { optimizer } = options
    this.ledger = new Ledger(
      {
        agents: options.agents,
        seats: options.seats,
        shards: options.shards,
        chunks: layout.chunks,
        evaluations: options.evaluations,
        depth: options.depth,
        faults: options.faults,
        scalars: recordLength(options),
        metrics: options.metrics,
      },
      options.steps,
      options.evaluateEvery,
      options.firstStep,
      options.snapshotEvery,
      options.redundancy,
    )
    const running = sharedDoubles(options.running.length)
    running.set(options.running)
    this.state = stateShape(layout, optimizer.moments, options.running.length, options.keepBest)
    const { elements, bufferElements, chunkElements } = layout
    const updated = options.trial ? Math.min(elements, chunkElements) : elements
    this.shared = {
      options,
      layout,
      ledger: this.ledger.view,
      parameters: sharedFloats(elements),
      buffers: sharedFloats(bufferElements),
      running,
      best: options.keepBest ? sharedFloats(elements + bufferElements) : null,
      moments: Array.from({ length: optimizer.moments }, () => sharedFloats(updated)),
      staging: sharedBytes(options.trial ? 0 : imageBytes(this.state)),
    }
  }

  /**
   * Seats an incarnation of an agent, with memory for its slots.
   * @returns the seat
   * @throws NoSeatError
   */
  admit(agent: number, incarnation: number): number {
    const { layout, options } = this.shared
    const seat = this.ledger.admit(agent, incarnation)
    if (seat < 0) throw new NoSeatError(agent)
    this.#seats[seat] ??= sharedBytes(
      seatBytes(layout, slotsOf(options), options.evaluations, options.metrics),
    )
    this.ledger.seatMemory(seat, this.#seats[seat])
    return seat
  }

  /** A slot of a seat: a gradient laid out as the parameters, then its tail. Its owner writes it whenever it likes. */
  slot(seat: number, index: number): Float32Array {
    const { elements, tail } = this.shared.layout
    const memory = this.#seats[seat]!
    const stride = elements + tail
    return new Float32Array(memory.buffer, memory.byteOffset + index * stride * 4, stride)
  }

  /** Parameters and slots read as zeros from here on and take no memory: nobody computes here any more. */
  forget(): void {
    for (const memory of [this.shared.parameters, ...this.#seats]) giveBack(memory)
  }

  /** Memory for a copy of the state; kept, as all of it, for as long as the arena. */
  image(bytes: number): Uint8Array<SharedArrayBuffer> {
    const image = sharedBytes(bytes)
    this.#images.push(image)
    return image
  }

  /** Seats that were taken at some time. */
  get seatsUsed(): number {
    return this.#seats.length
  }

  /** What is evaluated and kept: the moving average if there is one, else the parameters. */
  static evaluated({ options, parameters, moments }: SharedArena): Float32Array<SharedArrayBuffer> {
    return options.averages ? moments.at(-1)! : parameters
  }

  /** The memory of one parameter (or of its best value, or a moment): `region` is laid out as the parameters. */
  static slice(region: Float32Array<SharedArrayBuffer>, segment: Segment): Float32Array<SharedArrayBuffer> {
    return region.subarray(segment.offset, segment.offset + segment.length)
  }
}

/** Slots of a seat: one for each shard, and one more to compute another's again; cpp/core/ledger.h counts alike. */
function slotsOf({ shards, redundancy }: ArenaOptions): number {
  return shards + (redundancy.share > 0 ? 1 : 0)
}

import { RandomStream } from '../tensor/random/stream.js'
import { bytesOf, type Dataset, elementsOf, type FieldArray, type Sample, viewOf } from './dataset.js'
import type { DataPlace } from './errors.js'
import type { DataFunctions } from './functions.js'
import { type Gather, gathersOf } from './gather.js'

/** A failure of a task's function, with the place that it is reported under. */
export class PreparationFailure extends Error {
  constructor(
    readonly place: DataPlace,
    readonly problem: string,
    cause?: unknown,
  ) {
    super(problem, { cause })
  }
}

/** Which batch is being filled. */
export interface BatchKey {
  /** The step, or -1 for an evaluation batch. */
  readonly step: number
  /** The shard, or the number of the evaluation batch. */
  readonly shard: number
  /** Position of the first row on the line of epochs; without it nothing is augmented. */
  readonly position?: number
}

/** Fills batches from one split. One per split and worker: it owns scratch samples. */
export class Preparer {
  readonly #gathers: Record<string, Gather> | undefined
  readonly #scratch: Sample[] = []
  readonly #one = new Uint32Array(1)

  constructor(
    readonly dataset: Dataset,
    readonly seed: number,
    readonly augment: DataFunctions['augment'],
    readonly collate: DataFunctions['collate'],
    /** Told of every sample that is prepared one at a time. */
    readonly onSample: (index: number) => void,
  ) {
    this.#gathers = dataset.kind === 'columns' ? gathersOf(dataset) : undefined
  }

  /** Writes the samples `indices` to `into`. A promise only when a function of the task is asynchronous or per-sample work is due. */
  fill(indices: Uint32Array, into: Sample, key: BatchKey): void | Promise<void> {
    const augmented = this.augment !== undefined && key.position !== undefined
    if (this.#gathers !== undefined && !augmented && this.collate === undefined) {
      for (const name in this.#gathers) this.#gathers[name]!(indices, into[name]!)
      return
    }
    return this.#fillOneByOne(indices, into, key)
  }

  async #fillOneByOne(indices: Uint32Array, into: Sample, key: BatchKey): Promise<void> {
    const samples =
      this.collate === undefined ? this.#rows(into, indices.length) : this.#scratchRows(indices.length)
    const where = key.step < 0 ? {} : { step: key.step, shard: key.shard }
    for (let row = 0; row < indices.length; row++) {
      const sample = samples[row]!
      const index = indices[row]!
      this.onSample(index)
      const loaded = this.#load(index, sample, where)
      if (loaded !== undefined) await loaded
      if (key.position !== undefined && this.augment !== undefined) {
        const epoch = Math.floor((key.position + row) / this.dataset.length)
        const random = new RandomStream({ seed: this.seed, step: epoch, shard: index, use: 'augment' })
        const context = { random, step: key.step, index, epoch }
        await attempt({ during: 'augment', index, ...where }, () => this.augment!(sample, context))
        checkFinite(sample, { during: 'augment', index, ...where })
      }
    }
    if (this.collate === undefined) return
    // What collate leaves out must not be what an older step left there.
    for (const name in into) clear(into[name]!)
    const use = key.step < 0 ? 'collate evaluation' : 'collate'
    const random = new RandomStream({ seed: this.seed, step: Math.max(0, key.step), shard: key.shard, use })
    const context = { random, step: key.step, shard: key.shard, indices }
    await attempt({ during: 'collate', ...where }, () => this.collate!(samples, into, context))
    checkFinite(into, { during: 'collate', ...where })
  }

  #load(index: number, sample: Sample, where: Partial<DataPlace>): void | Promise<void> {
    if (this.#gathers !== undefined) {
      this.#one[0] = index
      for (const name in this.#gathers) this.#gathers[name]!(this.#one, sample[name]!)
      return
    }
    const { dataset } = this
    if (dataset.kind !== 'function') return
    for (const name in sample) clear(sample[name]!)
    const place = { during: 'get', index, ...where } as const
    return attempt(place, () => dataset.get(index, sample)).then(() => checkFinite(sample, place))
  }

  /** The rows of a batch as samples: augmentation happens where the batch lies. */
  #rows(into: Sample, count: number): Sample[] {
    return Array.from({ length: count }, (_, row) => {
      const sample: Sample = {}
      for (const [name, field] of Object.entries(this.dataset.fields)) {
        const elements = elementsOf(field)
        sample[name] = into[name]!.subarray(row * elements, (row + 1) * elements)
      }
      return sample
    })
  }

  #scratchRows(count: number): readonly Sample[] {
    while (this.#scratch.length < count) {
      const sample: Sample = {}
      for (const [name, field] of Object.entries(this.dataset.fields)) {
        const elements = elementsOf(field)
        sample[name] = viewOf(field.dtype, new ArrayBuffer(elements * bytesOf(field.dtype)), 0, elements)
      }
      this.#scratch.push(sample)
    }
    return this.#scratch.slice(0, count)
  }
}

function clear(array: FieldArray): void {
  if (array instanceof BigInt64Array) array.fill(0n)
  else array.fill(0)
}

async function attempt(place: DataPlace, run: () => void | Promise<void>): Promise<void> {
  try {
    const result = run()
    // Awaiting only what is a promise: most functions are synchronous, and there are many samples.
    if (result !== undefined) await result
  } catch (error) {
    const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw new PreparationFailure(place, problem, error)
  }
}

/** Training on NaN or infinity ruins the model some steps later; here it still has a name. */
function checkFinite(sample: Sample, place: DataPlace): void {
  for (const field in sample) {
    const values = sample[field] as FieldArray
    if (!(values instanceof Float32Array || values instanceof Float64Array)) continue
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) {
        throw new PreparationFailure(
          { ...place, field },
          `element ${i} is ${values[i]}; write finite numbers only`,
        )
      }
    }
  }
}

import { counted, TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'

/** A dataset file is absent or cannot be opened. `fields`: file. */
export class DatasetNotFoundError extends TroupeError {
  constructor(file: string, remedy: string, cause?: unknown) {
    super('ERR_DATASET_NOT_FOUND', `cannot open ${file}: ${remedy}`, { file }, cause)
  }
}

/** A dataset file is not what its format says: truncated, lying about its size, of another format. `fields`: file. */
export class DatasetFileError extends TroupeError {
  constructor(file: string, problem: string, remedy: string, cause?: unknown) {
    super('ERR_DATASET_FILE', `${file}: ${problem}; ${remedy}`, { file }, cause)
  }
}

/** A cell, row or header of a CSV file is unusable. `fields`: file, line (1 is the first), column (its name). */
export class CsvError extends TroupeError {
  constructor(file: string, line: number, column: string | undefined, problem: string, cause?: unknown) {
    const where = column === undefined ? `line ${line}` : `line ${line}, column ${JSON.stringify(column)}`
    super('ERR_DATASET_CSV', `${file}, ${where}: ${problem}`, { file, line, column }, cause)
  }
}

/** A dataset or its options are wrong: shapes, lengths, types, unknown columns. `fields`: whatever names the culprit. */
export class DatasetError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}, cause?: unknown) {
    super('ERR_DATASET', message, fields, cause)
  }
}

/** The number of shards does not divide the global batch: a matter of usage (exit code 2). `fields`: batch, shards. */
export class BatchNotDivisibleError extends TroupeError {
  constructor(batch: number, shards: number) {
    const below = Math.floor(batch / shards) * shards
    const choice = below > 0 ? `${below} or ${below + shards}` : `${shards}`
    super(
      'ERR_BATCH_NOT_DIVISIBLE',
      `a batch of ${batch} cannot be cut into ${counted(shards, 'equal shard')}; use a batch of ${choice}, or other --shards`,
      { batch, shards },
    )
  }
}

/** A batch that no machine could hold, or that is out of all proportion to the data. Usage (exit code 2). `fields`: batch. */
export class BatchTooLargeError extends TroupeError {
  constructor(batch: number, why: string, fields: Record<string, unknown>) {
    super('ERR_BATCH_TOO_LARGE', `a batch of ${batch} samples ${why}; lower --batch`, { batch, ...fields })
  }
}

/** A task reads its data from a folder, and none was given. Usage (exit code 2). */
export class DataDirMissingError extends TroupeError {
  constructor(what: string) {
    super('ERR_DATA_DIR_MISSING', `${what}; give it with --data DIR`)
  }
}

/** `once`, `3 times`. */
function often(times: number): string {
  return times === 1 ? 'once' : `${times} times`
}

/** Where in the work of a data worker something went wrong. */
export interface DataPlace {
  /** What ran: a function of the task, or the reading of a dataset. */
  readonly during: 'data' | 'get' | 'augment' | 'collate' | 'prepare'
  /** Step of a training batch; absent for an evaluation batch. */
  readonly step?: number | undefined
  readonly shard?: number | undefined
  /** Sample index in the dataset. */
  readonly index?: number | undefined
  readonly field?: string | undefined
}

function describe(place: DataPlace): string {
  const parts = [`${place.during}()`]
  if (place.index !== undefined) parts.push(`sample ${place.index}`)
  if (place.field !== undefined) parts.push(`field ${JSON.stringify(place.field)}`)
  if (place.step !== undefined) parts.push(`step ${place.step}`)
  if (place.shard !== undefined) parts.push(`shard ${place.shard}`)
  return parts.join(', ')
}

/** A function of the task threw in a data worker, or wrote what cannot be trained on. `fields`: the DataPlace. */
export class DataFunctionError extends TroupeError {
  constructor(place: DataPlace, problem: string, cause?: unknown) {
    super('ERR_DATA_FUNCTION', `${describe(place)}: ${problem}`, { ...place }, cause)
  }
}

/** Data workers died again and again while they prepared the same steps. `fields`: step, attempts. */
export class DataWorkerDiedError extends TroupeError {
  constructor(step: number | undefined, attempts: number, cause?: unknown) {
    const what = step === undefined ? 'evaluation batches' : `the batches from step ${step} on`
    super(
      'ERR_DATA_WORKER_DIED',
      `a data worker died ${often(attempts)} while it prepared ${what}; look for process.exit() or memory use in the task's data functions`,
      { step, attempts },
      cause,
    )
  }
}

/** A data worker made no progress within the stall limit, again and again. `fields`: the DataPlace, stallMs. */
export class DataStalledError extends TroupeError {
  constructor(place: DataPlace, stallMs: number, attempts: number) {
    super(
      'ERR_DATA_STALLED',
      `${describe(place)}: no progress for ${stallMs} ms, ${often(attempts)}; make it faster, or look for an endless loop`,
      { ...place, stallMs, attempts },
    )
  }
}

registerError(
  DatasetNotFoundError,
  DatasetFileError,
  CsvError,
  DatasetError,
  BatchNotDivisibleError,
  BatchTooLargeError,
  DataDirMissingError,
  DataFunctionError,
  DataWorkerDiedError,
  DataStalledError,
)

import type { CsvOptions, CsvSplits } from './csv.js'
import { digits } from './digits/digits.js'
import { idx, mnist } from './idx.js'
import { tensors } from './tensors.js'

/**
 * A table of numbers from a CSV file (RFC 4180), read as a stream.
 *
 * Errors: DatasetError (options, unknown columns), DatasetNotFoundError, CsvError (with line and column).
 */
const csv = async (path: string, options: CsvOptions): Promise<CsvSplits> =>
  // Its parser is loaded by whoever reads a file: not by every agent that imports a task.
  (await import('./csv.js')).csv(path, options)

/** The readers and generators of data. */
export const datasets = { digits, idx, mnist, csv, tensors } as const

export { type ColumnInput, defineDataset, isDataset } from './columns.js'
export { contentsOf, type DataContents } from './contents.js'
export type { CsvOptions, CsvSplits } from './csv.js'
export type {
  Column,
  ColumnDataset,
  DataSplits,
  Dataset,
  Field,
  FieldArray,
  Fields,
  FieldType,
  FunctionDataset,
  Sample,
} from './dataset.js'
export type { DigitsOptions } from './digits/digits.js'
export * from './errors.js'
export type { AugmentContext, CollateContext, DataContext, DataFunctions } from './functions.js'
export { type BatchGate, batchWord, type GateSource, ledgerGate, openGate, placeOfWord } from './gate.js'
export type { IdxOptions, ImageSplits, MnistOptions } from './idx.js'
export { type BatchLayout, type BatchMemory, batchShapes, layoutOf, openBatch } from './layout.js'
export { type EvaluationBatches, Loader, type LoaderOptions, type SharedBatches } from './loader.js'
export { type BatchPlan, type PlanOptions, planBatches } from './plan.js'
export type { FunctionSource } from './protocol.js'
export { type RehearsedBatches, rehearseBatches } from './rehearsal.js'
export { resolveData } from './resolve.js'
export { checkBatch, type EpochSteps, Sampler, stepsOfEpochs } from './sampler.js'

import { createHash } from 'node:crypto'
import { coreWith } from '../native/index.js'
import type { ColumnDataset, DataSplits, Dataset } from './dataset.js'
import { type BatchMemory, openBatch } from './layout.js'
import type { RehearsedBatches } from './rehearsal.js'

/** What a dataset has in it, short enough to be written down. */
export interface SplitContents {
  readonly samples: number
  /** Equal for equal values, fields and scales; of a dataset that computes its samples, for equal first batches. */
  readonly content: string
}

/** What a run was trained and evaluated on: other data give other bits, wherever they lie. */
export interface DataContents {
  readonly train: SplitContents
  readonly test: SplitContents | null
}

/** Reads all columns once, at the speed of memory; of other datasets the batch that was rehearsed. */
export function contentsOf({ train, test }: DataSplits, rehearsed: RehearsedBatches): DataContents {
  return {
    train: contents(train, rehearsed.train),
    test: test === undefined ? null : contents(test, rehearsed.evaluation),
  }
}

function contents(dataset: Dataset, batch: BatchMemory | undefined): SplitContents {
  const parts =
    dataset.kind === 'columns'
      ? columnsOf(dataset)
      : batch === undefined
        ? []
        : Object.entries(openBatch(batch, 0)).map(([name, view]) => [name, checksum(view)])
  const content = createHash('sha256')
    .update(JSON.stringify([dataset.fields, parts]))
    .digest('hex')
  return { samples: dataset.length, content }
}

function columnsOf({ columns }: ColumnDataset): unknown[] {
  const named = Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1))
  return named.map(([name, { data, scale, shift }]) => [
    name,
    data.constructor.name,
    scale,
    shift,
    checksum(data),
  ])
}

function checksum(view: ArrayBufferView): string {
  return coreWith('checksum').checksum(view)
}

import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { counted } from '../errors.js'
import { columnDataset } from './columns.js'
import type { ColumnDataset } from './dataset.js'
import { DataDirMissingError, DatasetError, DatasetFileError, DatasetNotFoundError } from './errors.js'
import { readIdx } from './readers/idx.js'

export interface IdxOptions {
  /** Files of the training split; plain or gzip. */
  readonly images: string
  readonly labels: string
  /** Files of the test split; both or neither. */
  readonly testImages?: string
  readonly testLabels?: string
  /** Mean and standard deviation that pixels, scaled to [0, 1], are normalised with. Default 0 and 1. */
  readonly mean?: number
  readonly std?: number
}

/** Splits whose two fields are `x`, float32 (images), and `y`, int64 scalars (labels). */
export interface ImageSplits {
  readonly train: ColumnDataset<'x' | 'y'>
  readonly test?: ColumnDataset<'x' | 'y'> | undefined
}

/**
 * Images and labels from IDX files.
 *
 * `x`: float32, shape [1, height, width] (the file's own shape when it has channels): `(pixel / 255 − mean) / std`
 * for bytes, `(value − mean) / std` for other element types. `y`: int64, shape []. Bytes stay bytes in memory and are converted
 * when a batch is gathered. Errors: DatasetNotFoundError, DatasetFileError, DatasetError.
 */
export async function idx(options: IdxOptions): Promise<ImageSplits> {
  const { images, labels, testImages, testLabels, mean = 0, std = 1 } = options
  if ((testImages === undefined) !== (testLabels === undefined)) {
    throw new DatasetError('datasets.idx was given one of testImages and testLabels; give both or neither')
  }
  if (!Number.isFinite(mean) || !Number.isFinite(std) || std <= 0) {
    throw new DatasetError(`datasets.idx was given mean ${mean} and std ${std}; std must be above 0`)
  }
  const train = await split(images, labels, mean, std)
  if (testImages === undefined || testLabels === undefined) return { train }
  const test = await split(testImages, testLabels, mean, std)
  const [a, b] = [train.fields.x.shape, test.fields.x.shape]
  if (String(a) !== String(b)) {
    throw new DatasetError(`test images have shape [${b}], training images [${a}]; use files of one dataset`)
  }
  return { train, test }
}

async function split(
  images: string,
  labels: string,
  mean: number,
  std: number,
): Promise<ColumnDataset<'x' | 'y'>> {
  const [x, y] = await Promise.all([readIdx(images), readIdx(labels)])
  const [count, ...sample] = x.shape as [number, ...number[]]
  if (sample.length < 2) {
    throw new DatasetFileError(images, `shape [${x.shape}] has no height and width`, 'give a file of images')
  }
  if (y.shape.length !== 1 || y.data instanceof Float32Array) {
    throw new DatasetFileError(
      labels,
      `shape [${y.shape}] is no list of integer labels`,
      'give a file of labels',
    )
  }
  if (y.shape[0] !== count) {
    const problem = `it has ${counted(y.shape[0]!, 'label')}, but ${images} has ${counted(count, 'image')}`
    throw new DatasetFileError(labels, problem, 'use the two files of one split')
  }
  const unit = x.data instanceof Uint8Array ? 255 : 1
  const shape = sample.length === 2 ? [1, ...sample] : sample
  return columnDataset(
    {
      x: { data: x.data, shape, dtype: 'float32', scale: 1 / (unit * std), shift: -mean / std },
      y: { data: y.data, dtype: 'int64' },
    },
    images,
  )
}

export interface MnistOptions {
  /** Default 0.1307 and 0.3081: mean and standard deviation of MNIST's pixels, as in PyTorch's example. */
  readonly mean?: number
  readonly std?: number
}

const names = {
  images: 'train-images-idx3-ubyte',
  labels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const

/**
 * MNIST (or Fashion-MNIST and others in its four files) from the folder `dir`, each file plain or `.gz`.
 *
 * `x`: float32 [1, 28, 28], `y`: int64 []. Errors: DataDirMissingError,
 * DatasetNotFoundError (naming what is missing), DatasetFileError.
 */
export async function mnist(dir: string | undefined, options: MnistOptions = {}): Promise<ImageSplits> {
  if (dir === undefined || dir === '') {
    throw new DataDirMissingError('datasets.mnist needs the folder with the four IDX files')
  }
  const { mean = 0.1307, std = 0.3081 } = options
  // One after the other: of several that are missing, the first is named.
  const files: Record<string, string> = {}
  for (const [key, name] of Object.entries(names)) files[key] = await find(dir, name)
  return idx({ ...(files as Record<keyof typeof names, string>), mean, std })
}

async function find(dir: string, name: string): Promise<string> {
  for (const candidate of [join(dir, name), join(dir, `${name}.gz`)]) {
    try {
      await access(candidate)
      return candidate
    } catch {
      // The other spelling, then the error below.
    }
  }
  throw new DatasetNotFoundError(
    join(dir, name),
    'neither it nor its .gz is there; check the folder given as --data',
  )
}

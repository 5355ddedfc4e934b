import { basename, join } from 'node:path'
import {
  type Checkpoint,
  CheckpointDamagedError,
  type Manifest,
  openCheckpoint,
  readManifest,
} from '../state/index.js'
import { readHeader } from '../tensor/safetensors/index.js'

/** A tensor of a checkpoint's file. */
export interface TensorReport {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
}

/** A checkpoint, looked at: its manifest's own hash, and length and SHA-256 of each file. */
export interface CheckpointReport {
  readonly kind: 'checkpoint'
  readonly path: string
  readonly name: string
  /** Every byte is as it was written. */
  readonly good: boolean
  /** What is wrong with it; null when nothing is. */
  readonly problem: string | null
  /** What it says of itself; null when that cannot be believed. */
  readonly manifest: Manifest | null
  readonly files: readonly {
    readonly name: string
    readonly bytes: number
    readonly sha256: string
    /** Null where the file is damaged. */
    readonly tensors: readonly TensorReport[] | null
  }[]
}

export function inspectCheckpoint(path: string): CheckpointReport {
  let manifest: Manifest | null = null
  let opened: Checkpoint | undefined
  let problem: string | null = null
  try {
    manifest = readManifest(path)
    opened = openCheckpoint(path)
  } catch (error) {
    if (!(error instanceof CheckpointDamagedError)) throw error
    problem = error.reason
  }
  const files = Object.entries(manifest?.files ?? {}).map(([name, { bytes, sha256 }]) => ({
    name,
    bytes,
    sha256,
    tensors: opened === undefined ? null : tensorsIn(join(path, name)),
  }))
  return { kind: 'checkpoint', path, name: basename(path), good: problem === null, problem, manifest, files }
}

function tensorsIn(file: string): TensorReport[] {
  return [...readHeader(file).tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }))
}

import type { RunIdentity } from '../identity.js'
import type { ProbeDigests } from '../probe.js'

export const formatName = 'troupe-checkpoint'
/** Version of the manifest's form; a reader refuses a higher one. */
export const formatVersion = 1
export const manifestFile = 'manifest.json'
/** No manifest is larger: it names three files and an identity. */
export const manifestLimit = 16 * 2 ** 20

/** A file of a checkpoint: its length and the SHA-256 of its bytes. */
export interface FileRecord {
  readonly bytes: number
  readonly sha256: string
}

/** The names of a checkpoint's files; `best` is there once an evaluation's parameters were kept. */
export type CheckpointFile = 'model.safetensors' | 'optimizer.safetensors' | 'best.safetensors'

/** `manifest.json`: what a checkpoint is of, and what its files must be. */
export interface Manifest {
  readonly format: typeof formatName
  readonly version: number
  /** Commits that the state has behind it: the step to go on with. */
  readonly step: number
  /** Steps of the whole run, on which a schedule may depend. */
  readonly steps: number
  readonly task: string
  readonly identity: RunIdentity
  /** The reference of the run's admission probe. */
  readonly probe?: ProbeDigests | undefined
  readonly writtenAt: string
  /** The sampler is a function of these: samples consumed, counted over all epochs. */
  readonly sampler: { readonly seed: number; readonly cursor: number }
  /** Random numbers are keyed by (seed, step, shard, use); the next ones by this step. */
  readonly random: { readonly seed: number; readonly step: number }
  /** For people: the optimizer's file has the same, as bits. NaN is null. */
  readonly progress: Readonly<Record<string, unknown>>
  readonly parametersSha256: string
  readonly stateSha256: string
  readonly files: Readonly<Partial<Record<CheckpointFile, FileRecord>>>
}

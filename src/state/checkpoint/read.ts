import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { StateViews } from '../../arena/index.js'
import { isFile } from '../../plain-file.js'
import type { ArrayEntry } from '../../tensor/files/arrays.js'
import { readSafetensors } from '../../tensor/safetensors/file.js'
import { type NamedState, nameState, type StateForm } from '../form.js'
import { CheckpointDamagedError } from './errors.js'
import { hashFile } from './files.js'
import {
  type CheckpointFile,
  formatName,
  formatVersion,
  type Manifest,
  manifestFile,
  manifestLimit,
} from './manifest.js'
import { manifestSchema } from './manifest-schema.js'
import { unseal } from './seal.js'
import { runningName } from './write.js'

/** A checkpoint whose every byte is as it was written. */
export interface Checkpoint {
  readonly path: string
  readonly manifest: Manifest
}

/**
 * Checks a checkpoint: its manifest's own hash, then length and hash of each file.
 *
 * @throws CheckpointDamagedError with what is wrong
 */
export function openCheckpoint(path: string): Checkpoint {
  const manifest = readManifest(path)
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = join(path, name)
    requireFile(path, name)
    const found = look(path, name, () => statSync(file).size)
    if (found !== expected.bytes)
      throw new CheckpointDamagedError(path, `is damaged: ${name} has ${found} bytes, not ${expected.bytes}`)
    if (look(path, name, () => hashFile(file)).sha256 !== expected.sha256)
      throw new CheckpointDamagedError(path, `is damaged: ${name} is not what was written`)
  }
  return { path, manifest }
}

/** What a checkpoint says of itself, if it is as it was written. @throws CheckpointDamagedError */
export function readManifest(path: string): Manifest {
  const file = join(path, manifestFile)
  if (!existsSync(file)) throw new CheckpointDamagedError(path, 'is partial: it has no manifest')
  requireFile(path, manifestFile)
  const size = look(path, manifestFile, () => statSync(file).size)
  const value = size > manifestLimit ? null : look(path, manifestFile, () => unseal(readFileSync(file)))
  const { format, version } = (value ?? {}) as Record<string, unknown>
  if (value !== null && format !== formatName)
    throw new CheckpointDamagedError(path, 'is foreign: it was not written by this program')
  if (value !== null && Number(version) > formatVersion)
    throw new CheckpointDamagedError(path, `is foreign: a later version wrote it (${String(version)})`)
  const read = manifestSchema.safeParse(value)
  if (!read.success)
    throw new CheckpointDamagedError(path, 'is damaged: its manifest is not what was written', read.error)
  return value as Manifest
}

function requireFile(path: string, name: string): void {
  if (!look(path, name, () => isFile(join(path, name))))
    throw new CheckpointDamagedError(path, `is damaged: ${name} is missing, or no file`)
}

function look<T>(path: string, name: string, act: () => T): T {
  try {
    return act()
  } catch (cause) {
    const { code = 'an error' } = cause as NodeJS.ErrnoException
    throw new CheckpointDamagedError(path, `is damaged: ${name} cannot be read (${code})`, cause)
  }
}

/**
 * Puts a checkpoint's values where they belong. Every name and shape is compared before anything is changed.
 *
 * @throws CheckpointDamagedError when it does not fit the model
 */
export function restoreCheckpoint({ path, manifest }: Checkpoint, form: StateForm, into: StateViews): void {
  const state = nameState(form, into)
  const running: ArrayEntry = {
    dtype: 'float64',
    shape: [into.running.length],
    data: into.running as Float64Array,
  }
  const files: [CheckpointFile, ReadonlyMap<string, ArrayEntry>][] = [
    ['model.safetensors', new Map([...state.parameters, ...state.buffers])],
    ['optimizer.safetensors', new Map([...state.optimizer, [runningName, running]])],
    ...bestOf(state, manifest),
  ]
  const loaded = files.map(([name, wanted]) => {
    if (manifest.files[name] === undefined)
      throw new CheckpointDamagedError(path, `is foreign: it has no ${name}`)
    const { tensors } = look(path, name, () => readSafetensors(join(path, name)))
    for (const [tensor, { dtype, shape }] of wanted) {
      const found = tensors.get(tensor)
      if (found?.dtype !== dtype || found.shape.join() !== shape.join()) {
        const what = found === undefined ? 'is missing' : `is ${found.dtype} [${found.shape.join(', ')}]`
        throw new CheckpointDamagedError(path, `does not fit the model: ${tensor} ${what} in ${name}`)
      }
    }
    return [tensors, wanted] as const
  })
  for (const [tensors, wanted] of loaded)
    for (const [name, { data }] of wanted) (data as Float32Array).set(tensors.get(name)!.data as Float32Array)
}

function bestOf({ best }: NamedState, { files }: Manifest): [CheckpointFile, Map<string, ArrayEntry>][] {
  if (best === null || files['best.safetensors'] === undefined) return []
  return [['best.safetensors', new Map([...best.parameters, ...best.buffers])]]
}

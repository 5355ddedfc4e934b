import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StateViews } from '../../arena/index.js'
import { nameState, runState, type StateForm, withFrozen } from '../form.js'
import { parametersSha256, stateSha256 } from '../hash.js'
import type { RunIdentity } from '../identity.js'
import { readDigests, type SharedDigests } from '../probe.js'
import { CheckpointWriteError } from './errors.js'
import { renameDurably, syncFolder, writeBytes, writeTensors } from './files.js'
import { freeName, removePartial, retain, writeLatest } from './folder.js'
import {
  type CheckpointFile,
  type FileRecord,
  formatName,
  formatVersion,
  type Manifest,
  manifestFile,
} from './manifest.js'
import { seal } from './seal.js'

/** What all checkpoints of a run have in common. Plain data, so that it crosses threads. */
export interface CheckpointPlan {
  /** The folder of the run's checkpoints. */
  readonly folder: string
  /** How many are kept. */
  readonly keep: number
  readonly task: string
  readonly identity: RunIdentity
  /** The reference of the admission probe, known when the first step begins. */
  readonly probe: SharedDigests
  readonly steps: number
  readonly form: StateForm
  /** Names of checkpoints that were found damaged. */
  readonly damaged: readonly string[]
}

/** What belongs to one step. `hasBest`: `best` of the views holds something. */
export interface CheckpointState {
  readonly step: number
  readonly views: StateViews
  readonly hasBest: boolean
  readonly progress: Readonly<Record<string, unknown>>
}

/**
 * Writes a checkpoint: files and manifest aside, onto the disk, then renamed into place, then `latest`. It is
 * acknowledged when this resolves; until then a crash leaves at most something that is never chosen.
 *
 * @returns the checkpoint's folder
 * @throws CheckpointWriteError (`ERR_CHECKPOINT_WRITE`); nothing of it is left then
 */
export async function writeCheckpoint(plan: CheckpointPlan, state: CheckpointState): Promise<string> {
  const { folder } = plan
  let partial: string | undefined
  try {
    await makeFolder(folder)
    await removePartial(folder)
    const name = freeName(folder, state.step)
    partial = join(folder, `${name}.partial`)
    await mkdir(partial)
    const manifest = seal({ ...(await writeFiles(plan, state, partial)) })
    const { sha256 } = await writeBytes(join(partial, manifestFile), manifest)
    await syncFolder(partial)
    const path = join(folder, name)
    await renameDurably(partial, path)
    partial = undefined
    await writeLatest(folder, { name, manifestSha256: sha256 })
    // Acknowledged by now: what cannot be removed is removed another time.
    await retain(folder, state.step, plan.keep, new Set(plan.damaged)).catch(() => {})
    return path
  } catch (cause) {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true }).catch(() => {})
    throw new CheckpointWriteError(folder, state.step, cause)
  }
}

/** Only the folder itself: a run directory that somebody has removed is not made again, with nothing else in it. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
    await syncFolder(dirname(folder))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error
  }
}

async function writeFiles(
  { form, task, identity, probe, steps }: CheckpointPlan,
  { step, views, hasBest, progress }: CheckpointState,
  into: string,
): Promise<Manifest> {
  const named = nameState(form, views)
  const state = runState(form, views, step)
  const { constants } = form
  const buffers = new Map([...constants].filter(([name]) => !form.frozen.includes(name)))
  const metadata = { task, step: String(step), by: formatName }
  const files: Partial<Record<CheckpointFile, FileRecord>> = {}
  const write = async (name: CheckpointFile, tensors: Parameters<typeof writeTensors>[1]) => {
    files[name] = await writeTensors(join(into, name), tensors, metadata)
  }
  await write(
    'model.safetensors',
    new Map([...withFrozen(form, named.parameters), ...named.buffers, ...buffers]),
  )
  const { length } = named.running
  await write(
    'optimizer.safetensors',
    new Map([...named.optimizer, [runningName, { dtype: 'float64', shape: [length], data: named.running }]]),
  )
  if (hasBest && named.best !== null)
    await write('best.safetensors', new Map([...named.best.parameters, ...named.best.buffers]))
  return {
    format: formatName,
    version: formatVersion,
    step,
    steps,
    task,
    identity,
    probe: readDigests(probe),
    writtenAt: new Date().toISOString(),
    sampler: { seed: identity.seed, cursor: state.cursor },
    random: { seed: identity.seed, step },
    progress,
    parametersSha256: parametersSha256(state.parameters),
    stateSha256: stateSha256(state),
    files,
  }
}

/** The running scalars among the optimizer's tensors; no parameter's name starts with a dot. */
export const runningName = '.running'

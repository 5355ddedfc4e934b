import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isFile } from '../../plain-file.js'
import { identityDifferences, requireSameIdentity } from '../identity.js'
import { CheckpointDamagedError, NoCheckpointError } from './errors.js'
import { hashFile } from './files.js'
import { checkpointsFolder, type Listed, listCheckpoints, readLatest } from './folder.js'
import { manifestFile } from './manifest.js'
import { type Checkpoint, openCheckpoint } from './read.js'

/** A checkpoint that was passed over, and why. */
export interface Skipped {
  readonly path: string
  readonly reason: string
}

/** What a run is resumed from: a run directory, or one checkpoint of it. */
export interface ResumeSource {
  /** The run directory; also that of a single checkpoint, which lies in its `checkpoints` folder. */
  readonly run: string
  readonly folder: string
  /** Set when one checkpoint was named: no other is looked for. */
  readonly only: string | undefined
}

/** Undefined when the path is neither. */
export function resumeSource(path: string): ResumeSource | undefined {
  const full = resolve(path)
  if (existsSync(join(full, manifestFile))) {
    const folder = dirname(full)
    return { run: dirname(folder), folder, only: basename(full) }
  }
  const folder = join(full, checkpointsFolder)
  if (existsSync(folder) || existsSync(join(full, 'run.json'))) return { run: full, folder, only: undefined }
  return undefined
}

/** The outcome of a search: null when the run has not written any checkpoint yet. */
export interface Chosen {
  readonly checkpoint: Checkpoint | null
  readonly skipped: readonly Skipped[]
}

/**
 * The last good checkpoint of this identity. Those that are damaged, partial or foreign are named and passed over;
 * one that was never acknowledged is not looked at while `latest` is intact, and of this run.
 *
 * @throws NoCheckpointError (`ERR_NO_CHECKPOINT`) when there are some and none is good, IdentityMismatchError
 *   (`ERR_IDENTITY`) when good ones are all of another run
 */
export function chooseCheckpoint(source: ResumeSource, identity: object): Chosen {
  const skipped: Skipped[] = []
  let foreign: { path: string; identity: object } | undefined
  const { first, rest } = candidates(source, skipped)
  const look = ({ path }: Listed): Checkpoint | undefined => {
    try {
      const checkpoint = openCheckpoint(path)
      const found = JSON.parse(JSON.stringify(checkpoint.manifest.identity)) as object
      const differences = identityDifferences(JSON.parse(JSON.stringify(identity)), found)
      if (differences.length === 0) return checkpoint
      foreign ??= { path, identity: found }
      skipped.push({ path, reason: `is of another run: ${differences.join('; ')}` })
    } catch (error) {
      if (!(error instanceof CheckpointDamagedError)) throw error
      skipped.push({ path, reason: error.reason })
    }
    return undefined
  }
  const checkpoint = firstOf(first, look) ?? (foreign === undefined ? undefined : firstOf(rest, look))
  if (checkpoint !== undefined) return { checkpoint, skipped }
  if (foreign !== undefined)
    requireSameIdentity(
      `the checkpoint ${foreign.path}`,
      JSON.parse(JSON.stringify(identity)),
      foreign.identity,
    )
  if (skipped.some(({ path }) => basename(path) !== 'latest')) {
    const what = skipped.map(({ path, reason }) => `${basename(path)} ${reason}`).join('; ')
    throw new NoCheckpointError(source.run, `no checkpoint is good: ${what}`, skipped)
  }
  return { checkpoint: null, skipped }
}

function firstOf<T>(all: readonly Listed[], look: (one: Listed) => T | undefined): T | undefined {
  for (const one of all) {
    const found = look(one)
    if (found !== undefined) return found
  }
  return undefined
}

/** What is looked at, newest first; `rest` is what comes after that which `latest` names. */
interface Candidates {
  readonly first: readonly Listed[]
  readonly rest: readonly Listed[]
}

function candidates({ folder, only }: ResumeSource, skipped: Skipped[]): Candidates {
  if (only !== undefined) return { first: [{ name: only, path: join(folder, only), step: 0 }], rest: [] }
  const all = listCheckpoints(folder)
  const latest = readLatest(folder)
  if (latest === null) return { first: all, rest: [] }
  const at = latest === 'damaged' ? -1 : all.findIndex(({ name }) => name === latest.name)
  const path = join(folder, 'latest')
  if (latest === 'damaged' || at < 0) {
    skipped.push({ path, reason: 'is damaged: it names no checkpoint' })
    return { first: all, rest: [] }
  }
  const manifest = join(all[at]!.path, manifestFile)
  // A pointer with a flipped digit may name another checkpoint: its hash then does not fit.
  if (!isFile(manifest) || hashFile(manifest).sha256 !== latest.manifestSha256) {
    skipped.push({ path, reason: 'does not fit the checkpoint that it names' })
    return { first: all, rest: [] }
  }
  return { first: all.slice(at), rest: all.slice(0, at) }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isFile } from '../../plain-file.js'
import { renameDurably, writeBytes } from './files.js'
import { manifestFile } from './manifest.js'

/** The folder of a run directory that holds its checkpoints. */
export const checkpointsFolder = 'checkpoints'
const latestFile = 'latest'

/** What one folder of checkpoints holds, the newest first. */
export interface Listed {
  readonly name: string
  readonly path: string
  readonly step: number
}

const names = /^step-(\d{8,10})(?:\.(\d{1,6}))?$/

/**
 * `step-00000030`, and `step-00000030.2` when there is one of that step already: a run that was resumed from an
 * older checkpoint comes by it again, and nothing that was acknowledged is ever written over.
 */
export function freeName(folder: string, step: number): string {
  const plain = `step-${String(step).padStart(8, '0')}`
  let name = plain
  for (let n = 2; existsSync(join(folder, name)); n++) name = `${plain}.${n}`
  return name
}

/** Finished checkpoints by their names, the newest first; whether they are good is not looked at. */
export function listCheckpoints(folder: string): Listed[] {
  if (!existsSync(folder)) return []
  const found = readdirSync(folder).flatMap((name) => {
    const match = names.exec(name)
    return match === null
      ? []
      : [{ name, path: join(folder, name), step: Number(match[1]), again: Number(match[2] ?? 1) }]
  })
  return found.sort((a, b) => b.step - a.step || b.again - a.again)
}

/** Whether a folder is a checkpoint, good or not: by its name, or by what it holds. */
export function isCheckpoint(path: string): boolean {
  return names.test(basename(path)) || existsSync(join(path, manifestFile))
}

/** What `latest` says: the last checkpoint that was acknowledged, with the hash of its manifest. */
export interface Latest {
  readonly name: string
  readonly manifestSha256: string
}

/** Null when there is none; `damaged` when it cannot be read as one. */
export function readLatest(folder: string): Latest | null | 'damaged' {
  const path = join(folder, latestFile)
  if (!existsSync(path)) return null
  if (!isFile(path)) return 'damaged'
  try {
    const match = /^(step-[\d.]{8,20}) ([0-9a-f]{64})\n$/.exec(readFileSync(path, 'latin1'))
    return match === null ? 'damaged' : { name: match[1]!, manifestSha256: match[2]! }
  } catch {
    return 'damaged'
  }
}

/** Points to a checkpoint: with this it is acknowledged. */
export async function writeLatest(folder: string, { name, manifestSha256 }: Latest): Promise<void> {
  const path = join(folder, latestFile)
  await rm(`${path}.new`, { force: true })
  await writeBytes(`${path}.new`, Buffer.from(`${name} ${manifestSha256}\n`))
  await renameDurably(`${path}.new`, path)
}

/** Removes a checkpoint; the manifest first, so that what a crash leaves behind is no checkpoint any more. */
async function remove(path: string): Promise<void> {
  await rm(join(path, manifestFile), { recursive: true, force: true })
  await rm(path, { recursive: true, force: true })
}

/**
 * Keeps the `keep` newest checkpoints up to `step`, and removes older ones and what interrupted writers left behind.
 * Those that were found damaged do not count: they must not push out a good one.
 */
export async function retain(
  folder: string,
  step: number,
  keep: number,
  damaged: ReadonlySet<string>,
): Promise<void> {
  const counted = listCheckpoints(folder).filter((each) => each.step <= step && !damaged.has(each.name))
  const oldest = counted[keep - 1]
  for (const { path } of counted.slice(keep)) await remove(path)
  for (const each of listCheckpoints(folder))
    if (oldest !== undefined && damaged.has(each.name) && each.step < oldest.step) await remove(each.path)
  await removePartial(folder)
}

/** Removes what is left of checkpoints that were never finished. */
export async function removePartial(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder))
    if (name.endsWith('.partial') && name.startsWith('step-'))
      await rm(join(folder, name), { recursive: true, force: true })
}

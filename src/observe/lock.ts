import {
  closeSync,
  fstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { coreWith } from '../native/index.js'
import { openPlain } from '../plain-file.js'
import { RunInUseError } from './errors.js'

/**
 * Takes an open file of a run directory for this process, until the descriptor is closed or the process ends, however
 * it ends: nothing is left to clear away.
 *
 * @throws RunInUseError (`ERR_RUN_IN_USE`) naming the process that has it
 */
export function lockRun(directory: string, file: string, descriptor: number): void {
  const free = take(descriptor)
  // Somebody whose run never started took the file away again between opening and locking.
  const same = free && statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino
  if (!same) throw new RunInUseError(directory, free ? undefined : holderOf(file, fstatSync(descriptor).ino))
}

/**
 * The process that is at work in a run directory whose events are in `file`; null when there is none, and a null `pid`
 * where this process cannot see that one. Nothing is written.
 */
export function holderOfRun(file: string): { readonly pid: number | null } | null {
  const descriptor = openPlain(file)
  try {
    if (take(descriptor)) return null
    return { pid: holderOf(file, fstatSync(descriptor).ino) ?? null }
  } finally {
    closeSync(descriptor)
  }
}

/** Who only looks holds the lock for a moment: it is tried more than once. */
const tries = 3
const betweenMs = 10

function take(descriptor: number): boolean {
  const addon = coreWith('fileLock')
  for (let left = tries; ; left--) {
    if (addon.fileLock(descriptor)) return true
    if (left === 1) return false
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, betweenMs)
  }
}

/** The process that holds the lock, as far as this one can see others: not from inside another container. */
function holderOf(file: string, inode: number): number | undefined {
  try {
    const path = realpathSync(file)
    for (const line of readFileSync('/proc/locks', 'utf8').split('\n')) {
      const [, pid, found] = /FLOCK +ADVISORY +WRITE +(\d+) +\w+:\w+:(\d+)/.exec(line) ?? []
      // Inodes are numbered by each file system for itself: only who has this very file open is meant.
      if (Number(found) === inode && hasOpen(Number(pid), path)) return Number(pid)
    }
  } catch {
    // Without /proc nobody is named.
  }
  return undefined
}

function hasOpen(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).some((name) => {
    try {
      return readlinkSync(`${folder}/${name}`) === path
    } catch {
      return false
    }
  })
}

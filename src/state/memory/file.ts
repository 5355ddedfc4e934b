import { closeSync } from 'node:fs'
import { coreWith } from '../../native/index.js'
import type { Skipped } from '../checkpoint/index.js'
import { identityDifferences } from '../identity.js'
import { type Bank, readBank } from './bank.js'
import { MemoryFileError } from './errors.js'
import { type MemoryManifest, parseManifest } from './manifest.js'

/** The state of a step as a process left it in memory. */
export interface MemoryCheckpoint {
  /** How messages and events name it. */
  readonly path: string
  readonly manifest: MemoryManifest & { readonly step: number }
  readonly image: Uint8Array
}

/** The newest memory checkpoint of a run, and the banks that were passed over for it. */
export interface FoundInMemory {
  readonly checkpoint: MemoryCheckpoint | null
  readonly skipped: readonly Skipped[]
}

interface FileAddon {
  memoryFileCreate(): number
  memoryFileIs(fd: number): boolean
}

/**
 * Memory that outlives the process that writes to it, as long as some process holds the descriptor. Whoever launches a
 * run creates it and hands the descriptor on (`stdio: [0, 1, 2, file.fd]`); the run takes as much memory as its state
 * needs, twice, once it knows that. Needs no libtorch.
 */
export class MemoryFile {
  readonly fd: number

  private constructor(fd: number) {
    this.fd = fd
  }

  /** An empty one. Other programs that this process starts do not get it by themselves. @throws MemoryFileError */
  static create(): MemoryFile {
    try {
      return new MemoryFile(addon().memoryFileCreate())
    } catch (cause) {
      throw new MemoryFileError(`the system gives no memory file (${(cause as Error).message})`, {}, cause)
    }
  }

  /** The one behind a descriptor that was inherited. @throws MemoryFileError when it is something else */
  static open(fd: number): MemoryFile {
    if (Number.isInteger(fd) && fd >= 0 && addon().memoryFileIs(fd)) return new MemoryFile(fd)
    throw new MemoryFileError(`the descriptor ${fd} is not that of a memory file`, { fd })
  }

  /** The newest state of this identity that was sealed, and is as it was sealed. */
  newest(identity: object): FoundInMemory {
    const skipped: Skipped[] = []
    const plain = JSON.parse(JSON.stringify(identity)) as object
    let best: { bank: Bank; manifest: MemoryManifest } | undefined
    for (const index of [0, 1] as const) {
      const bank = readBank(this.fd, index)
      if (bank === 'never sealed') continue
      const manifest = bank === 'damaged' ? null : parseManifest(bank.manifest)
      const reason = bank === 'damaged' ? 'is damaged' : refusal(bank, manifest, plain)
      if (reason !== undefined) skipped.push({ path: `bank ${index} of the memory file`, reason })
      else if (best === undefined || (bank as Bank).sequence > best.bank.sequence)
        best = { bank: bank as Bank, manifest: manifest! }
    }
    if (best === undefined) return { checkpoint: null, skipped }
    const { bank, manifest } = best
    const checkpoint = { path: 'memory', manifest: { ...manifest, step: bank.step }, image: bank.image }
    return { checkpoint, skipped }
  }

  close(): void {
    closeSync(this.fd)
  }
}

function addon(): FileAddon {
  return coreWith('memoryFileCreate') as FileAddon
}

function refusal(bank: Bank, manifest: MemoryManifest | null, identity: object): string | undefined {
  if (manifest === null) return 'is foreign: it was not written by this program'
  if (manifest.imageBytes !== bank.image.length) return 'is damaged: its image is not what its manifest says'
  const differences = identityDifferences(identity, manifest.identity)
  return differences.length === 0 ? undefined : `is of another run: ${differences.join('; ')}`
}

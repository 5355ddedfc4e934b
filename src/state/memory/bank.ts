import { coreWith } from '../../native/index.js'

/** A bank as it was read: whole, by its checksums. */
export interface Bank {
  readonly sequence: number
  readonly step: number
  readonly manifest: Uint8Array
  /** The state, laid out as an image of the arena. */
  readonly image: Uint8Array
}

interface BankAddon {
  memoryBankRead(
    fd: number,
    index: number,
  ):
    | 'never sealed'
    | 'damaged'
    | {
        sequence: number
        step: number
        body: ArrayBuffer
        manifestBytes: number
        imageOffset: number
        imageBytes: number
      }
}

/** One of the two banks of a memory file (cpp/core/memory_bank.h), or why it does not count. */
export function readBank(fd: number, index: 0 | 1): Bank | 'never sealed' | 'damaged' {
  const native = coreWith('memoryBankRead') as BankAddon
  const bank = native.memoryBankRead(fd, index)
  if (typeof bank === 'string') return bank
  const { sequence, step, body, manifestBytes, imageOffset, imageBytes } = bank
  return {
    sequence,
    step,
    manifest: new Uint8Array(body, 0, manifestBytes),
    image: new Uint8Array(body, imageOffset, imageBytes),
  }
}

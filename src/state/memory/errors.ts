import { TroupeError } from '../../errors.js'

/** The memory file cannot be used: there is none behind the descriptor, or the system gives no memory for it. */
export class MemoryFileError extends TroupeError {
  constructor(problem: string, fields: Record<string, unknown> = {}, cause?: unknown) {
    super('ERR_MEMORY_FILE', `no memory checkpoint can be kept: ${problem}.`, fields, cause)
  }
}

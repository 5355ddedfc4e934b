import { native } from './addon.js'

export interface MemoryReport {
  /** Tensors that this thread has not freed, parameters and views included. */
  readonly tensors: number
  /** Bytes of the distinct memories behind them; what only autograd's history holds is not counted. */
  readonly bytes: number
}

/** What this thread's tensors hold. Walks all of them: for people and tests, not for inner loops. */
export function memory(): MemoryReport {
  const [tensors, bytes] = native().memory()
  return { tensors, bytes }
}

/** Time as connections see it, in milliseconds; the system's clock fits. */
export interface Timing {
  now(): number
  /** Runs `fn` once; the result cancels it. */
  schedule(delayMs: number, fn: () => void): () => void
}

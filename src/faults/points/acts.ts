import type { Phase } from './phases.js'

/** What an agent does to itself at a point, because a fault plan says so. */
export interface Act {
  readonly kind: 'exit' | 'hang' | 'oom'
  readonly step: number
  readonly phase: Phase
  /** Of a hang, in milliseconds: it goes on afterwards, if it is still there. */
  readonly forMs: number
  /** What runs out. */
  readonly of: 'heap' | 'tensor'
}

/** Shards that take `factor` times as long as they would, in the steps [from, until]. */
export interface Slowness {
  readonly from: number
  readonly until: number
  readonly factor: number
}

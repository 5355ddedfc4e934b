import type { Place, Program, Transport } from '../transport.js'
import { openPlace } from './place.js'

/** Places are worker threads; envelopes travel by structured clone over the worker's own port. */
export function messagePortTransport(): Transport {
  return { open: (program: Program): Place => openPlace(program) }
}

import type { Place, Program, Transport } from '../transport.js'
import { openPlace } from './place.js'

/** Places are worker threads; envelopes travel over the worker's own port, those between two workers through main. */
export function messagePortTransport(): Transport {
  return { open: (program: Program): Place => openPlace(program) }
}

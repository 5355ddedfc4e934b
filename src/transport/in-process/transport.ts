import type { Place, Program, Transport } from '../transport.js'
import { openPlace } from './place.js'

/** Every place lives in the calling thread: no isolation, but the same actors under a virtual clock. */
export function inProcessTransport(): Transport {
  return { open: (program: Program): Place => openPlace(program) }
}

import { coreWith } from '../../native/index.js'
import { Spares } from '../threads/spares.js'
import type { Place, Program, Transport } from '../transport.js'
import { Flusher } from './flusher.js'
import { type Doorbells, Inbox } from './inbox.js'
import { bootstrap, openPlace } from './place.js'

/**
 * Places are worker threads; envelopes travel in rings of shared memory, straight from thread to thread.
 *
 * @param spare whether one thread is kept started ahead (default)
 * @throws AddonMissingError, AddonLoadError: the doorbells that wake threads are native
 */
export function ringTransport({ spare = true }: { spare?: boolean } = {}): Transport {
  const native = coreWith('doorbellOpen') as Doorbells
  const flusher = new Flusher()
  const spares = spare ? new Spares(bootstrap) : undefined
  let inbox: Inbox | undefined
  let open = 0
  return {
    open: (program: Program): Place => {
      inbox ??= new Inbox(native, false)
      open++
      const closed = () => {
        if (--open > 0) return
        spares?.unused()
        inbox?.close()
        inbox = undefined
      }
      try {
        const place = openPlace(program, { inbox, flusher, spares, ring: native.doorbellRing })
        void place.exit.then(closed)
        return place
      } catch (error) {
        closed()
        throw error
      }
    },
  }
}

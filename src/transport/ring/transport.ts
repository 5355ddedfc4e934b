import { coreWith } from '../../native/index.js'
import type { Place, Program, Transport } from '../transport.js'
import { Flusher } from './flusher.js'
import { type Doorbells, Inbox } from './inbox.js'
import { openPlace } from './place.js'

/**
 * Places are worker threads; envelopes travel in rings of shared memory, straight from thread to thread.
 *
 * @throws AddonMissingError, AddonLoadError: the doorbells that wake threads are native
 */
export function ringTransport(): Transport {
  const native = coreWith('doorbellOpen') as Doorbells
  const flusher = new Flusher()
  let inbox: Inbox | undefined
  let open = 0
  return {
    open: (program: Program): Place => {
      inbox ??= new Inbox(native, false)
      open++
      const closed = () => {
        if (--open > 0) return
        inbox?.close()
        inbox = undefined
      }
      try {
        const place = openPlace(program, inbox, flusher, native.doorbellRing)
        void place.exit.then(closed)
        return place
      } catch (error) {
        closed()
        throw error
      }
    },
  }
}

import { coreWith } from '../../native/index.js'
import type { ThreadsAhead } from '../threads/ahead.js'
import { Spares } from '../threads/spares.js'
import type { Place, Program, Transport } from '../transport.js'
import { Flusher } from './flusher.js'
import { type Doorbells, Inbox } from './inbox.js'
import { bootstrap, openPlace } from './place.js'

export interface RingOptions {
  readonly spare?: boolean
  readonly ahead?: ThreadsAhead | undefined
}

/**
 * Places are worker threads; envelopes travel in rings of shared memory, straight from thread to thread.
 *
 * @param spare whether one thread is kept started ahead (default)
 * @param ahead threads that its owner has started for the first programs, instead of such a one
 * @throws AddonMissingError, AddonLoadError: the doorbells that wake threads are native
 */
export function ringTransport({ spare = true, ahead }: RingOptions = {}): Transport {
  const native = coreWith('doorbellOpen') as Doorbells
  const flusher = new Flusher()
  const spares = spare && ahead === undefined ? new Spares(bootstrap) : undefined
  const supply = ahead ?? spares
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
        const place = openPlace(program, { inbox, flusher, supply, ring: native.doorbellRing })
        void place.exit.then(closed)
        return place
      } catch (error) {
        closed()
        throw error
      }
    },
  }
}

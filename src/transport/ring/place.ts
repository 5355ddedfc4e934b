import { makeEnd } from '../frames.js'
import { type Supply, startThread } from '../threads/thread.js'
import type { Place, Program } from '../transport.js'
import { whereabouts } from '../whereabouts.js'
import { RingConnection } from './connection.js'
import type { Flusher } from './flusher.js'
import type { Inbox } from './inbox.js'
import type { LaneOffer } from './lane.js'
import { LaneWriter, type Ring } from './lane-writer.js'

export const bootstrap = new URL('./bootstrap.js', import.meta.url)

/** What the places of one opener share. */
export interface Opener {
  readonly inbox: Inbox
  readonly flusher: Flusher
  readonly supply: Supply | undefined
  readonly ring: Ring
}

/** Starts a worker thread that runs the program's module, with a lane each way. */
export function openPlace(program: Program, { inbox, flusher, supply, ring }: Opener): Place {
  const end = makeEnd(whereabouts(program.here.node, 0))
  const out = new LaneWriter(end, flusher, ring)
  const { offer } = out
  const start = {
    bootstrap,
    data: { lane: offer },
    transfer: [offer.port],
    onMessage: (message: unknown) => connection.accept((message as { lane: LaneOffer }).lane),
    // Whatever the thread had published comes before its end.
    onExit: () => connection.drain(),
  }
  const { exit, kill } = startThread(program, start, supply)
  const connection = new RingConnection(end, inbox, out)
  return { connection, exit, kill }
}

import { core } from '../../native/index.js'
import { makeEnd } from '../frames.js'
import { enter, type ThreadData } from '../threads/entry.js'
import { whereabouts } from '../whereabouts.js'
import { DirectLanes, RingConnection } from './connection.js'
import { Flusher } from './flusher.js'
import { type Doorbells, Inbox } from './inbox.js'
import type { LaneOffer } from './lane.js'
import { LaneWriter } from './lane-writer.js'

/** What a thread of the ring transport finds in its workerData besides. */
export interface RingData extends ThreadData {
  /** The lane from the opener. */
  readonly lane: LaneOffer
}

// Entry of every worker thread of the ring transport.
const { port, data, load } = await enter<RingData>()
const native = core() as Doorbells
const end = makeEnd(whereabouts(data.here.node, data.here.place))
const flusher = new Flusher()
// What was written in the thread's last turn is published even if that turn never ends by itself.
process.on('exit', flusher.flush)
const make = () => new LaneWriter(end, flusher, native.doorbellRing)
const out = make()
const { offer } = out
port.postMessage({ lane: offer }, [offer.port])
const direct = new DirectLanes(make, (place) => whereabouts(end.here.node, place))
const connection = new RingConnection(end, new Inbox(native, true), out, direct)
connection.accept(data.lane)
const { run } = await load()
run(connection, undefined, end.here)

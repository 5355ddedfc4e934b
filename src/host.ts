// What a run's own process executes, when a launcher starts it (src/launcher). Its argument is the launcher's process.
import { Seat } from './launcher/seat.js'
import { loadTorchAhead } from './native/index.js'

const seat = new Seat(Number(process.argv[2]))
loadTorchAhead()
// Only now, because libraries take their time to load: the launcher may end meanwhile.
const [{ runHost }, order] = await Promise.all([import('./hosted.js'), seat.order()])
await runHost(seat, order)

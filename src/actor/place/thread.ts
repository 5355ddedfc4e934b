import type { Connection, Run } from '../../transport/transport.js'
import { type Whereabouts, whereabouts } from '../../transport/whereabouts.js'
import { type Clock, systemClock } from '../clock.js'
import { Gauges } from './gauges.js'
import { Kernel } from './kernel.js'
import { placeControl } from './place-control.js'

/** What a place in the opener's own thread shares with it. */
export interface PlaceEnvironment {
  readonly clock: Clock
  readonly random: () => number
}

/** What a place is told first. */
export interface Welcome extends Whereabouts {
  /** The system's table of gauges. */
  readonly gauges: SharedArrayBuffer
}

/** What a place runs: the first envelope says which place it is, then its runtime takes over. */
export const run: Run = (connection: Connection, environment: unknown) => {
  const { clock, random } = (environment as PlaceEnvironment | undefined) ?? {
    clock: systemClock,
    random: Math.random,
  }
  connection.receive((welcome) => {
    const { node, place, gauges } = welcome.payload as Welcome
    const kernel = new Kernel({
      here: whereabouts(node, place),
      gauges: new Gauges(gauges),
      clock,
      random,
      route: (envelope) => connection.send(envelope),
      control: placeControl,
      leave: () => connection.close(),
    })
    connection.onClose(() => kernel.dispose())
    connection.receive((envelope) => kernel.receive(envelope))
  })
}

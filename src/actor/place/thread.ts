import type { Connection, Run } from '../../transport/transport.js'
import type { Whereabouts } from '../../transport/whereabouts.js'
import { systemClock } from '../clock.js'
import { Gauges } from './gauges.js'
import { Kernel } from './kernel.js'
import { placeControl } from './place-control.js'
import type { PlaceEnvironment, Welcome } from './welcome.js'

/** Every module of an actor imports this: loaded ahead, it is no part of a thread's start. Nothing of it is used here. */
const publicNames = new URL('../index.js', import.meta.url).href
export const warm = (): Promise<unknown> => import(publicNames)

/** What a place runs: the first envelope has what it shares with the others, then its runtime takes over. */
export const run: Run = (connection: Connection, environment: unknown, here: Whereabouts) => {
  const { clock, random } = (environment as PlaceEnvironment | undefined) ?? {
    clock: systemClock,
    random: Math.random,
  }
  connection.receive((welcome) => {
    const { life, gauges, observed } = welcome.payload as Welcome
    const kernel = new Kernel({
      here,
      life,
      gauges: new Gauges(gauges),
      clock,
      random,
      observed,
      route: (envelope) => connection.send(envelope),
      ended: (place) => connection.ended(place),
      control: placeControl,
      leave: () => connection.close(),
    })
    connection.codec = kernel.codec
    connection.onClose(() => kernel.dispose())
    connection.receive((envelope) => kernel.receive(envelope))
  })
}

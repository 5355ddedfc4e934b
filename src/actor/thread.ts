import type { Connection, Run } from '../transport/transport.js'
import { systemClock } from './clock.js'
import type { PlaceEnvironment } from './hub.js'
import { Kernel } from './kernel.js'

/** What a place runs: the first envelope says which place it is, then its runtime takes over. */
export const run: Run = (connection: Connection, environment: unknown) => {
  const { clock, random } = (environment as PlaceEnvironment | undefined) ?? {
    clock: systemClock,
    random: Math.random,
  }
  connection.receive((welcome) => {
    const { place } = welcome.payload as { place: number }
    const kernel = new Kernel({
      place,
      clock,
      random,
      route: (envelope) => connection.send(envelope),
      leave: () => connection.close(),
    })
    connection.onClose(() => kernel.dispose())
    connection.receive((envelope) => kernel.receive(envelope))
  })
}

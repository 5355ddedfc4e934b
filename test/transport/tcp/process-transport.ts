import { fork } from 'node:child_process'
import { once } from 'node:events'
import { systemClock } from '../../../src/actor/clock.js'
import { decodeError, type ErrorRecord } from '../../../src/transport/error-record.js'
import { Network } from '../../../src/transport/tcp/network.js'
import type { TlsIdentity } from '../../../src/transport/tcp/reach.js'
import type { Exit, Place, Program, Transport } from '../../../src/transport/transport.js'
import { LinkConnection, linkOptions } from './link-connection.js'

const bootstrap = new URL('../../fixtures/remote/place.js', import.meta.url)

/** What the process of a place is started with. */
export interface PlaceOrder {
  readonly port: number
  readonly module: string
  readonly tls: TlsIdentity | undefined
}

/** Places in operating-system processes of their own, that connect back over TCP. */
export function processTransport(tls?: { here: TlsIdentity; there: TlsIdentity }): Transport {
  return { open: (program) => openPlace(program, tls) }
}

function openPlace(program: Program, tls: { here: TlsIdentity; there: TlsIdentity } | undefined): Place {
  const connection = new LinkConnection()
  let unlinked = () => {}
  let gone: Promise<void> | undefined
  const network = new Network('node-opener', systemClock, {
    linked: (link) => {
      gone = new Promise((resolve) => {
        unlinked = resolve
      })
      connection.linked(link, 'node-opener')
    },
    envelope: (_, body) => connection.arrived(body),
    ended: () => {
      connection.lost()
      unlinked()
    },
  })
  const child = fork(bootstrap, { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] })
  let killed = false
  let error: Error | undefined
  child.on('message', (crash) => {
    error = decodeError(crash as ErrorRecord)
  })
  void network
    .listen({
      ...linkOptions,
      host: '127.0.0.1',
      port: 0,
      tls: tls?.here,
      handshakeMs: 120_000,
      maxHandshakes: 4,
      maxLinks: 1,
      onRefused: () => {},
    })
    .then(({ port }) => {
      const order: PlaceOrder = { port, module: program.module.href, tls: tls?.there }
      if (child.connected) child.send(order, () => {})
    })
  const ended = async (): Promise<Exit> => {
    // Not at its exit: what it said last, its error, may be read after that.
    const [code] = (await once(child, 'close')) as [number | null]
    await gone // a link that was there says all it has to say first
    await network.close()
    return { code: code ?? 1, killed, ...(error ? { error } : {}) }
  }
  const kill = () => {
    killed = true
    child.kill('SIGKILL')
  }
  return { connection, exit: ended(), kill }
}

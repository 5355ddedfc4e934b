import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Channel } from './channel.js'
import { CertificateError, ConnectError, HandshakeError } from './errors.js'
import { dialHandshake, type HandshakeOptions, type Outcome } from './handshake.js'
import type { LinkOptions } from './link.js'
import { certificateError, checkReach, secure, type TlsIdentity } from './reach.js'

export interface DialOptions extends LinkOptions {
  readonly host: string
  readonly port: number
  readonly tls?: TlsIdentity | undefined
  /** From the first packet to the end of the handshake. */
  readonly timeoutMs: number
}

/**
 * Connects and shakes hands.
 *
 * @throws InsecureAddressError, ConnectError, CertificateError, HandshakeError, FrameError
 */
export async function dial(
  options: DialOptions,
  handshake: Omit<HandshakeOptions, 'timeoutMs'>,
  agreed: (channel: Channel, outcome: Extract<Outcome, { kind: 'agreed' }>) => void,
  signal: AbortSignal,
): Promise<Exclude<Outcome, { kind: 'failed' }>> {
  const { host, port, tls, timeoutMs, queueBytes } = options
  const { timing } = handshake
  checkReach(host, tls)
  const address = `${host}:${port}`
  const deadline = timing.now() + timeoutMs
  const socket = await open(options, address, timing, signal)
  let tlsError: CertificateError | undefined
  socket.on('error', (error) => {
    tlsError = certificateError(address, error)
  })
  const channel = new Channel(socket, timing, queueBytes)
  const timeout = Math.max(1, deadline - timing.now())
  return await new Promise((resolve, reject) => {
    const onAbort = () => channel.end('closed')
    signal.addEventListener('abort', onAbort, { once: true })
    dialHandshake(channel, { ...handshake, timeoutMs: timeout }, (outcome) => {
      signal.removeEventListener('abort', onAbort)
      // At once, so that frames right behind the last one of the handshake find the link.
      if (outcome.kind === 'agreed') agreed(channel, outcome)
      if (outcome.kind !== 'failed') resolve(outcome)
      else reject(tlsError ?? (tls ? refusedLate(address, outcome.error) : outcome.error))
    })
  })
}

/** In TLS 1.3 the client is done before the listener has judged its certificate: a no comes as a hang-up. */
function refusedLate(address: string, error: Error): Error {
  const hungUp = error instanceof HandshakeError && error.fields.reason === 'closed'
  return hungUp ? new CertificateError('refused', address, error) : error
}

function open(
  { host, port, tls, timeoutMs }: DialOptions,
  address: string,
  timing: HandshakeOptions['timing'],
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const servername = tls?.servername ?? (isIP(host) ? undefined : host)
    const socket = tls
      ? connectTls({ ...secure(tls, address), host, port, ...(servername ? { servername } : {}) })
      : connect({ host, port })
    const settle = (error?: Error) => {
      cancel()
      signal.removeEventListener('abort', onAbort)
      socket.off('error', onError)
      if (!error) return resolve(socket)
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    let reached = false
    socket.once('connect', () => {
      reached = true
    })
    const onError = (cause: unknown) =>
      settle(
        certificateError(address, cause) ??
          // Somebody answered, but not in TLS.
          (tls && reached
            ? new CertificateError('handshake', address, cause)
            : new ConnectError(address, timeoutMs, cause)),
      )
    const onAbort = () => settle(new HandshakeError('stopping', address))
    const cancel = timing.schedule(timeoutMs, () => onError(new Error('timed out')))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('error', onError)
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      try {
        checkReach(socket.remoteAddress ?? host, tls) // a name may lead anywhere
        settle()
      } catch (error) {
        settle(error as Error)
      }
    })
  })
}

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { Channel } from './channel.js'
import { CertificateError, HandshakeError, ListenError } from './errors.js'
import { frame, frameKinds } from './frame.js'
import { answerHandshake, type HandshakeOptions, type Outcome } from './handshake.js'
import { encodeRefusal } from './hello.js'
import type { LinkOptions } from './link.js'
import { certificateError, checkReach, secure, type TlsIdentity } from './reach.js'

export interface ListenOptions extends LinkOptions {
  readonly host: string
  readonly port: number
  readonly tls?: TlsIdentity | undefined
  /** From the connection to the end of its handshake, TLS included. */
  readonly handshakeMs: number
  /** Handshakes that may be under way at once. */
  readonly maxHandshakes: number
  /** Links that may come in through this listener. */
  readonly maxLinks: number
  /** Hears of each connection that did not become a link. */
  readonly onRefused: (error: Error) => void
}

type HandshakeSetting = Omit<HandshakeOptions, 'timeoutMs'>
type Agreed = (channel: Channel, outcome: Extract<Outcome, { kind: 'agreed' }>) => void

/** Takes connections. Every one either becomes a link within its deadline or is closed with a named error. */
export class Listener {
  readonly #server: Server
  readonly #options: ListenOptions
  readonly #handshake: HandshakeSetting
  readonly #agreed: Agreed
  /** Connections without a link by their far end, which TLS leaves as it is, and when each deadline is. */
  readonly #pending = new Map<string, { readonly socket: Socket; readonly deadline: number }>()
  #links = 0

  private constructor(options: ListenOptions, handshake: HandshakeSetting, agreed: Agreed) {
    this.#options = options
    this.#handshake = handshake
    this.#agreed = agreed
    const { host, port, tls, handshakeMs } = options
    if (tls) {
      const identity = secure(tls, `${host}:${port}`)
      const server = createTlsServer({ ...identity, requestCert: true, handshakeTimeout: handshakeMs })
      server.on('secureConnection', (socket) => this.#converse(socket))
      server.on('tlsClientError', (error, socket) => this.#noTls(error, socket))
      server.prependListener('connection', (socket: Socket) => this.#admit(socket))
      this.#server = server
    } else {
      this.#server = createServer((socket) => {
        if (this.#admit(socket)) this.#converse(socket)
      })
    }
  }

  /** @throws InsecureAddressError, CertificateError, ListenError */
  static async open(options: ListenOptions, handshake: HandshakeSetting, agreed: Agreed): Promise<Listener> {
    const { host, port } = options
    checkReach(host, options.tls)
    const listener = new Listener(options, handshake, agreed)
    const server = listener.#server
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new ListenError(`${host}:${port}`, error)))
      server.listen({ host, port }, resolve)
    })
    const { address } = server.address() as AddressInfo
    // A name may lead anywhere, localhost too.
    try {
      checkReach(address, options.tls)
    } catch (error) {
      server.close()
      throw error
    }
    server.on('error', options.onRefused)
    return listener
  }

  get address(): string {
    return (this.#server.address() as AddressInfo | null)?.address ?? this.#options.host
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? this.#options.port
  }

  /** Takes no more connections; links that exist live on. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      // The server counts itself closed when its connections are, links included: those are not waited for.
      this.#server.close()
      resolve()
    })
    for (const { socket } of this.#pending.values()) socket.destroy()
    return closed
  }

  /** Says no before anything is spent on a connection beyond the limits. */
  #admit(socket: Socket): boolean {
    const { maxHandshakes, maxLinks, tls, onRefused } = this.#options
    if (this.#pending.size >= maxHandshakes || this.#links >= maxLinks) {
      onRefused(new HandshakeError('busy', addressOf(socket)))
      // Inside TLS a refusal would need a handshake first.
      if (!tls) socket.write(frame(frameKinds.refuse, encodeRefusal('busy')))
      socket.on('error', () => {})
      socket.destroySoon()
      return false
    }
    const address = addressOf(socket)
    const deadline = this.#handshake.timing.now() + this.#options.handshakeMs
    this.#pending.set(address, { socket, deadline })
    socket.once('close', () => this.#pending.delete(address))
    return true
  }

  #converse(socket: Socket): void {
    const { timing } = this.#handshake
    const address = addressOf(socket)
    const deadline = this.#pending.get(address)?.deadline ?? timing.now()
    const channel = new Channel(socket, timing, this.#options.queueBytes)
    const timeoutMs = Math.max(1, deadline - timing.now())
    answerHandshake(channel, { ...this.#handshake, timeoutMs }, (outcome) => {
      this.#pending.delete(address)
      if (outcome.kind === 'agreed') {
        this.#links++
        socket.once('close', () => this.#links--)
        this.#agreed(channel, outcome)
      } else if (outcome.kind === 'failed') this.#options.onRefused(outcome.error)
    })
  }

  #noTls(error: Error, socket: TLSSocket): void {
    const { authorizationError } = socket as { authorizationError?: unknown }
    const address = addressOf(socket)
    // Node ends a connection whose certificate it could not verify without saying why in the error.
    const cause = authorizationError ? Object.assign(error, { code: String(authorizationError) }) : error
    this.#options.onRefused(
      certificateError(address, cause) ?? new CertificateError('handshake', address, error),
    )
    socket.destroy()
  }
}

const addressOf = (socket: Socket) => `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`

import type { ExecutionContext } from 'ava'
import { systemClock } from '../../../src/actor/clock.js'
import type { LinkLostError } from '../../../src/transport/tcp/errors.js'
import type { Link } from '../../../src/transport/tcp/link.js'
import type { Listener, ListenOptions } from '../../../src/transport/tcp/listener.js'
import { Network } from '../../../src/transport/tcp/network.js'
import { defaultHeartbeat } from '../../../src/transport/tcp/suspicion.js'
import type { Timing } from '../../../src/transport/tcp/timing.js'

const linkOptions = {
  name: 'a test',
  context: undefined,
  // Sockets without manners send no beats: where silence is not the point, nobody is given up for it.
  heartbeat: { ...defaultHeartbeat, acceptablePauseMs: 60_000 },
  frameBytes: 1 << 20,
  queueBytes: 1 << 20,
}
const listenOptions = {
  ...linkOptions,
  host: '127.0.0.1',
  port: 0,
  handshakeMs: 120_000,
  maxHandshakes: 8,
  maxLinks: 8,
}
export const dialOptions = { ...linkOptions, host: '127.0.0.1', timeoutMs: 120_000 }

/** One end of links: keeps what its network tells, and is closed when the test ends. */
export class Node {
  readonly network: Network
  readonly links: Link[] = []
  readonly ends: LinkLostError[] = []
  readonly bodies: string[] = []
  readonly refused: Error[] = []

  constructor(t: ExecutionContext, node: string, timing: Timing = systemClock) {
    this.network = new Network(node, timing, {
      linked: (link) => this.links.push(link),
      envelope: (_, body) => this.bodies.push(Buffer.from(body).toString()),
      ended: (_, error) => this.ends.push(error),
    })
    t.teardown(() => this.network.close())
  }

  listen(more: Partial<ListenOptions> = {}): Promise<Listener> {
    return this.network.listen({ ...listenOptions, onRefused: (e) => this.refused.push(e), ...more })
  }

  dial(port: number, more: object = {}): Promise<Link> {
    return this.network.dial({ ...dialOptions, port, ...more })
  }

  reasons(): unknown[] {
    return this.ends.map((error) => error.fields.reason)
  }
}

export const two = (t: ExecutionContext) => [new Node(t, 'node-aaaa'), new Node(t, 'node-bbbb')] as const

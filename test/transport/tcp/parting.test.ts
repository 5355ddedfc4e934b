import { connect } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { systemClock } from '../../../src/actor/clock.js'
import { frame, frameKinds } from '../../../src/transport/tcp/frame.js'
import { encodeHello, encodeStart } from '../../../src/transport/tcp/hello.js'
import type { Link } from '../../../src/transport/tcp/link.js'
import { Network } from '../../../src/transport/tcp/network.js'
import type { Timing } from '../../../src/transport/tcp/timing.js'
import { until } from '../../actor/helpers.js'
import { linkOptions } from './link-connection.js'

const listenOptions = {
  ...linkOptions,
  host: '127.0.0.1',
  port: 0,
  handshakeMs: 120_000,
  maxHandshakes: 8,
  maxLinks: 8,
  onRefused: () => {},
}

/**
 * A second is a minute for who waits to be heard out: a machine that is held up ends no link before all is said, so
 * these ends are those of a goodbye and never those of a deadline.
 */
const patient: Timing = {
  now: () => systemClock.now(),
  schedule: (delayMs, fn) => systemClock.schedule(60 * delayMs, fn),
}

interface Side {
  readonly network: Network
  readonly heard: string[]
  readonly reasons: unknown[]
  readonly left: Link[]
}

/** Answers `?` with `!`, and says in which order things happen. */
function side(t: ExecutionContext, node: string, timing = patient): Side {
  const [heard, reasons, left]: [string[], unknown[], Link[]] = [[], [], []]
  const network = new Network(node, timing, {
    linked: () => {},
    envelope: (link, body) => {
      const text = Buffer.from(body).toString()
      heard.push(text)
      if (text === '?') link.send(Buffer.from('!'))
    },
    leaving: (link) => left.push(link),
    ended: (_, error) => {
      heard.push('end')
      reasons.push(error.fields.reason)
    },
  })
  t.teardown(() => network.close())
  return { network, heard, reasons, left }
}

async function linked(t: ExecutionContext): Promise<{ a: Side; b: Side; fromA: Link; fromB: Link }> {
  const [a, b] = [side(t, 'node-aaaa'), side(t, 'node-bbbb')]
  const { port } = await a.network.listen(listenOptions)
  const fromB = await b.network.dial({ ...linkOptions, host: '127.0.0.1', port, timeoutMs: 120_000 })
  await until(() => a.network.link('node-bbbb') !== undefined, 'the link')
  return { a, b, fromA: a.network.link('node-bbbb')!, fromB }
}

test('what crosses a goodbye is heard and answered before the link ends', async (t) => {
  const { a, b, fromB } = await linked(t)
  const closed = a.network.close()
  fromB.send(Buffer.from('?'))
  await closed
  await until(() => b.reasons.length === 1, 'the end')
  t.deepEqual([a.heard, a.reasons], [['?', 'end'], ['closed']])
  t.deepEqual([b.heard, b.reasons], [['!', 'end'], ['goodbye']])
  t.deepEqual(b.left, [fromB])
})

test('both sides leave at once: each hears the other out', async (t) => {
  const { a, b, fromA, fromB } = await linked(t)
  fromA.send(Buffer.from('from a'))
  fromB.send(Buffer.from('from b'))
  await Promise.all([a.network.close(), b.network.close()])
  t.deepEqual([a.heard, a.reasons], [['from b', 'end'], ['closed']])
  t.deepEqual([b.heard, b.reasons], [['from a', 'end'], ['closed']])
})

test('a side that never answers a goodbye is left all the same', async (t) => {
  const { network, reasons } = side(t, 'node-aaaa', systemClock)
  const { port } = await network.listen(listenOptions)
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {}).resume()
  const me = 'node-mute'
  socket.write(frame(frameKinds.hello, encodeHello({ node: me, name: '', frameBytes: 4096 })))
  socket.write(frame(frameKinds.start, encodeStart({ epoch: 1, lost: undefined }, me)))
  await until(() => network.link(me) !== undefined, 'the link')
  await network.close()
  t.deepEqual(reasons, ['closed'])
})

test('what waits for a slow socket leaves before the goodbye', async (t) => {
  const { a, b, fromA } = await linked(t)
  const big = Buffer.alloc(1 << 20, 'x')
  for (let i = 0; i < 12; i++) fromA.send(big)
  // The first flush fills the socket; what is said then waits behind it.
  await new Promise((resolve) => setImmediate(resolve))
  fromA.send(Buffer.from('the last'))
  fromA.close('closed')
  await until(() => b.reasons.length === 1, 'the end')
  t.deepEqual(b.heard.slice(12), ['the last', 'end'])
  t.deepEqual([a.reasons, b.reasons], [['closed'], ['goodbye']])
})

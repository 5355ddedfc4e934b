import { connect, createServer, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import test, { type ExecutionContext } from 'ava'
import type { LinkLostError } from '../../../src/transport/tcp/errors.js'
import { frame, frameKinds, headerBytes } from '../../../src/transport/tcp/frame.js'
import { encodeHello, encodeStart } from '../../../src/transport/tcp/hello.js'
import { defaultHeartbeat } from '../../../src/transport/tcp/suspicion.js'
import { gate, until } from '../../actor/helpers.js'
import { canCertify, makeCertificates } from './certificates.js'
import { dialOptions, Node, two } from './node.js'

/** A connection without manners. */
async function raw(t: ExecutionContext, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {}).resume()
  t.teardown(() => socket.destroy())
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

test('two nodes link, and what one sends the other gets in order', async (t) => {
  const [a, b] = two(t)
  const { port } = await a.listen()
  const link = await b.dial(port)
  t.like(link.peer, { node: 'node-aaaa', name: 'a test' })
  for (let i = 0; i < 1000; i++) link.send(Buffer.from(`m${i}`))
  await until(() => a.bodies.length === 1000, 'all messages')
  t.is(a.bodies.join(), Array.from({ length: 1000 }, (_, i) => `m${i}`).join())
  a.links[0]!.send(Buffer.from('back'))
  await until(() => b.bodies.length === 1, 'the answer')
})

test('a close here is a goodbye there', async (t) => {
  const [a, b] = two(t)
  const { port } = await a.listen()
  const link = await b.dial(port)
  link.send(Buffer.from('last words'))
  link.close('closed')
  await until(() => a.ends.length === 1, 'the end')
  t.deepEqual(a.bodies, ['last words'])
  t.deepEqual(a.reasons(), ['goodbye'])
  t.deepEqual(b.reasons(), ['closed'])
  t.is(a.network.link('node-bbbb'), undefined)
})

test('a second dial finds the link that exists', async (t) => {
  const [a, b] = two(t)
  const { port } = await a.listen()
  const link = await b.dial(port)
  t.is(await b.dial(port), link)
  const back = await b.listen()
  t.is(await a.dial(back.port), a.links[0]!)
  t.is(a.links.length, 1)
})

test('dials from both sides at once settle on one link', async (t) => {
  for (let round = 0; round < 20; round++) {
    const [a, b] = two(t)
    const [atA, atB] = await Promise.all([a.listen(), b.listen()])
    const [fromA, fromB] = await Promise.all([a.dial(atB.port), b.dial(atA.port), a.dial(atB.port)])
    t.deepEqual(fromA.session, fromB.session)
    t.is(a.network.link('node-bbbb'), fromA)
    t.is(b.network.link('node-aaaa'), fromB)
    fromB.send(Buffer.from('hello'))
    await until(() => a.bodies.length === 1, 'the message')
  }
})

test('a new session of a node ends the old one before it speaks', async (t) => {
  const a = new Node(t, 'node-aaaa')
  const { port } = await a.listen()
  const join = async (epoch: number) => {
    const socket = await raw(t, port)
    socket.write(frame(frameKinds.hello, encodeHello({ node: 'node-bbbb', name: 'b', frameBytes: 1 << 20 })))
    socket.write(frame(frameKinds.start, encodeStart({ epoch, lost: undefined }, 'node-bbbb')))
    return socket
  }
  const first = await join(7)
  await until(() => a.links.length === 1, 'the first link')
  await join(8)
  await until(() => a.links.length === 2, 'the second link')
  t.deepEqual(a.reasons(), ['superseded'])
  first.write(frame(frameKinds.envelope, Buffer.from('from the past')))
  await closed(first)
  t.deepEqual(a.bodies, [])

  const late = await join(8)
  await closed(late)
  t.like(a.refused.at(-1), { code: 'ERR_HANDSHAKE', fields: { reason: 'stale' } })
  t.is(a.network.link('node-bbbb')?.session.epoch, 8)
})

test('a peer that falls silent is given up by the failure detector', async (t) => {
  const a = new Node(t, 'node-aaaa')
  const heartbeat = {
    ...defaultHeartbeat,
    everyMs: 20,
    firstEstimateMs: 20,
    acceptablePauseMs: 50,
    minStdMs: 5,
  }
  const { port } = await a.listen({ heartbeat })
  const socket = await raw(t, port)
  socket.write(frame(frameKinds.hello, encodeHello({ node: 'node-bbbb', name: 'b', frameBytes: 1 << 20 })))
  socket.write(frame(frameKinds.start, encodeStart({ epoch: 1, lost: undefined }, 'node-bbbb')))
  await until(() => a.ends.length === 1, 'the end')
  t.deepEqual(a.reasons(), ['silent'])
})

test('beats alone keep an idle link alive', async (t) => {
  const [a, b] = two(t)
  const heartbeat = { ...defaultHeartbeat, everyMs: 10, firstEstimateMs: 10, acceptablePauseMs: 1000 }
  const { port } = await a.listen({ heartbeat })
  const link = await b.dial(port, { heartbeat })
  const start = performance.now()
  await until(() => performance.now() - start > 2000, 'two seconds of beats')
  t.is(link.end, undefined)
})

// --- hostile and broken peers ---

const hello = frame(frameKinds.hello, encodeHello({ node: 'node-evil', name: 'evil', frameBytes: 1 << 20 }))
const huge = () => {
  const bytes = frame(frameKinds.hello).slice(0, headerBytes)
  new DataView(bytes.buffer).setUint32(4, 0xffff_ffff, true)
  return bytes
}
const later = () => {
  const bytes = hello.slice()
  bytes[2] = 9
  return bytes
}

for (const [what, bytes, reason] of [
  ['speaks HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'magic'],
  ['announces four gigabytes', huge(), 'length'],
  ['speaks a later version', later(), 'version'],
  ['sends a hello that does not parse', frame(frameKinds.hello, Uint8Array.of(0, 1, 0, 0, 200, 1)), 'body'],
  ['sends messages before the handshake', frame(frameKinds.envelope), 'order'],
  ['says hello twice', Buffer.concat([hello, hello]), 'order'],
  ['starts with an odd epoch', Buffer.concat([hello, frame(frameKinds.start, new Uint8Array(17))]), 'body'],
] as const) {
  test(`a peer that ${what} is closed with its reason`, async (t) => {
    const a = new Node(t, 'node-aaaa')
    const { port } = await a.listen()
    const socket = await raw(t, port)
    socket.write(bytes)
    await closed(socket)
    await until(() => a.refused.length === 1, 'the refusal')
    t.like(a.refused[0], { code: 'ERR_FRAME', fields: { reason } })
    t.is(a.links.length, 0)
  })
}

test('a peer that drips its handshake is closed at the deadline, whatever it drips', async (t) => {
  const a = new Node(t, 'node-aaaa')
  const { port } = await a.listen({ handshakeMs: 200 })
  const socket = await raw(t, port)
  const bytes = frame(frameKinds.hello, new Uint8Array(500))
  let at = 0
  const drip = setInterval(() => socket.write(bytes.subarray(at, ++at)), 20)
  await closed(socket)
  clearInterval(drip)
  t.like(a.refused[0], { code: 'ERR_HANDSHAKE', fields: { reason: 'timeout' } })
})

test('handshakes and links are bounded, and the next one is told so', async (t) => {
  const [a, b] = two(t)
  const { port } = await a.listen({ maxHandshakes: 3, maxLinks: 1 })
  const idle = await Promise.all([raw(t, port), raw(t, port), raw(t, port)])
  await t.throwsAsync(b.dial(port), { code: 'ERR_HANDSHAKE', message: /as many connections/ })
  for (const socket of idle) socket.destroy()
  await until(() => a.refused.length === 4, 'the idle ones to be gone')
  await b.dial(port)
  const c = new Node(t, 'node-cccc')
  await t.throwsAsync(c.dial(port), { code: 'ERR_HANDSHAKE', message: /as many connections/ })
  t.is(a.links.length, 1)
})

test('a system does not link with itself', async (t) => {
  const [a] = two(t)
  const { port } = await a.listen()
  await t.throwsAsync(a.dial(port), { code: 'ERR_HANDSHAKE', message: /this very system/ })
})

test('a dial that nobody answers ends with a named error', async (t) => {
  // Time that stands still until the dialer has said hello: however slow the machine, it is the answer that lacks.
  const timers = new Map<() => void, number>()
  const schedule = (delayMs: number, fn: () => void) => {
    timers.set(fn, delayMs)
    return () => timers.delete(fn)
  }
  const a = new Node(t, 'node-aaaa', { now: () => 0, schedule })
  const spoken = gate()
  const mute = createServer((socket) => socket.once('data', () => spoken.open()))
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const { port } = mute.address() as { port: number }
  const refused = t.throwsAsync(a.dial(port), { code: 'ERR_HANDSHAKE', message: /in time/ })
  await spoken.passed
  t.deepEqual([...timers.values()], [dialOptions.timeoutMs])
  for (const fire of timers.keys()) fire()
  await refused
  mute.close()
})

test('an address where nobody listens, and one that is none, are named', async (t) => {
  const [a] = two(t)
  await t.throwsAsync(a.dial(1), { code: 'ERR_CONNECT' })
  // Too long for a name: no name server is asked.
  await t.throwsAsync(a.listen({ host: 'x'.repeat(300), tls: { key: '', cert: '', ca: '' } }), {
    code: 'ERR_LISTEN',
  })
})

test('a peer that does not read ends its own link and costs bounded memory', async (t) => {
  const a = new Node(t, 'node-aaaa')
  const { port } = await a.listen()
  const socket = await raw(t, port)
  socket.pause()
  socket.write(hello)
  socket.write(frame(frameKinds.start, encodeStart({ epoch: 1, lost: undefined }, 'node-evil')))
  await until(() => a.links.length === 1, 'the link')
  const [link] = a.links
  const body = new Uint8Array(64 * 1024)
  let sent = 0
  // As much as the kernel's buffers take, which some machines have very large.
  while (link!.room && sent < 10_000) {
    link!.send(body)
    sent++
    await new Promise((resolve) => setImmediate(resolve))
  }
  t.false(link!.room)
  // Messages that may be dropped stop here; control messages go on until the reserve is used up.
  for (let more = 0; !link!.end && more < 1000; more++) link!.send(body)
  t.is(link!.end?.fields.reason, 'overflow')
})

// --- reach and TLS ---

test('an address that others can reach is refused without TLS, to listen on and to connect to', async (t) => {
  const [a] = two(t)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.com', '128.0.0.1', '::ffff:10.0.0.1']) {
    await t.throwsAsync(a.listen({ host }), { code: 'ERR_INSECURE_ADDRESS' }, host)
    await t.throwsAsync(a.dial(1, { host }), { code: 'ERR_INSECURE_ADDRESS' }, host)
  }
})

const certificates = canCertify ? makeCertificates() : undefined

/** A test that needs the openssl binary; says so where there is none. */
function tlsTest(
  title: string,
  body: (t: ExecutionContext, c: NonNullable<typeof certificates>) => Promise<void>,
) {
  test(title, async (t) => {
    if (certificates) return body(t, certificates)
    t.log('skipped: no openssl binary to make certificates with')
    t.pass()
  })
}

tlsTest('with certificates of one authority two nodes link over TLS 1.3', async (t, { here, there }) => {
  const [a, b] = two(t)
  const { port } = await a.listen({ tls: here, host: '0.0.0.0' })
  const link = await b.dial(port, { tls: there })
  link.send(Buffer.from('secret'))
  await until(() => a.bodies.length === 1, 'the message')
  t.deepEqual(a.bodies, ['secret'])
})

tlsTest(
  'an identity of this side that OpenSSL can not read is refused by name',
  async (t, { here, there }) => {
    const [a, b] = two(t)
    const { port } = await a.listen({ tls: here })
    for (const tls of [
      { ...there, key: 'no PEM' },
      { ...there, cert: 'no PEM' },
      { ...there, key: here.key },
    ]) {
      const unreadable = { code: 'ERR_CERTIFICATE', message: /tls\.key, tls\.cert or tls\.ca/ }
      await t.throwsAsync(a.listen({ tls }), unreadable)
      await t.throwsAsync(b.dial(port, { tls }), unreadable)
    }
  },
)

tlsTest('a certificate of another authority is refused, whichever side shows it', async (t, c) => {
  const [a, b] = two(t)
  const good = await a.listen({ tls: c.here })
  await t.throwsAsync(b.dial(good.port, { tls: c.stranger }), {
    code: 'ERR_CERTIFICATE',
    message: /does not accept this side's certificate/,
  })
  await until(() => a.refused.length === 1, 'the refusal')
  t.like(a.refused[0], { code: 'ERR_CERTIFICATE', fields: { reason: 'untrusted' } })
  const bad = await a.listen({ tls: c.stranger })
  await t.throwsAsync(b.dial(bad.port, { tls: c.here }), {
    code: 'ERR_CERTIFICATE',
    message: /not issued by the authorities/,
  })
})

tlsTest('an expired certificate is refused, whichever side shows it', async (t, c) => {
  const [a, b] = two(t)
  const good = await a.listen({ tls: c.here })
  await t.throwsAsync(b.dial(good.port, { tls: c.expired }), {
    code: 'ERR_CERTIFICATE',
    message: /does not accept this side's certificate/,
  })
  await until(() => a.refused.length === 1, 'the refusal')
  t.like(a.refused[0], { code: 'ERR_CERTIFICATE', fields: { reason: 'expired' } })
  const bad = await a.listen({ tls: c.expired })
  await t.throwsAsync(b.dial(bad.port, { tls: c.there }), {
    code: 'ERR_CERTIFICATE',
    message: /not valid now/,
  })
})

tlsTest('a certificate for another name is refused', async (t, c) => {
  const [a, b] = two(t)
  const { port } = await a.listen({ tls: c.here })
  await t.throwsAsync(b.dial(port, { tls: { ...c.there, servername: 'elsewhere.example' } }), {
    code: 'ERR_CERTIFICATE',
    message: /another name/,
  })
})

tlsTest('without a client certificate, below TLS 1.3, or without TLS there is no link', async (t, c) => {
  const [a, b] = two(t)
  const { port } = await a.listen({ tls: c.here })
  for (const more of [{}, { key: c.there.key, cert: c.there.cert, maxVersion: 'TLSv1.2' as const }]) {
    const socket = connectTls({ port, host: '127.0.0.1', ca: c.here.ca, ...more })
    socket.on('error', () => {})
    await closed(socket)
  }
  await t.throwsAsync(b.dial(port), { code: 'ERR_HANDSHAKE', message: /hung up/ })
  await until(() => a.refused.length === 3, 'three refusals')
  t.deepEqual(
    a.refused.map((error) => (error as LinkLostError).fields.reason),
    ['missing', 'handshake', 'handshake'],
  )
  const plain = await a.listen()
  await t.throwsAsync(b.dial(plain.port, { tls: c.there }), { code: 'ERR_CERTIFICATE', message: /use tls/ })
  t.is(a.links.length, 0)
})

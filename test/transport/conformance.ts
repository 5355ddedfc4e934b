import { MessageChannel } from 'node:worker_threads'
import type { TestFn } from 'ava'
import type { Envelope } from '../../src/transport/envelope.js'
import { NotEncodableError } from '../../src/transport/errors.js'
import type { Place, Transport } from '../../src/transport/transport.js'
import { whereabouts } from '../../src/transport/whereabouts.js'

export const here = whereabouts('here', 1)
const module = new URL('../fixtures/programs/mirror.js', import.meta.url)

export const envelope = (name: string, payload: unknown, more: Partial<Envelope> = {}): Envelope => ({
  lane: 'user',
  kind: 'tell',
  from: whereabouts('here', 0),
  to: here,
  actor: 1,
  id: 0,
  name,
  payload,
  transfer: undefined,
  ...more,
})

function open(transport: Transport): { place: Place; next: () => Promise<Envelope>; received: Envelope[] } {
  const place = transport.open({ module, name: 'mirror', here, environment: undefined })
  const received: Envelope[] = []
  let wake = () => {}
  let read = 0
  place.connection.receive((e) => {
    received.push(e)
    wake()
  })
  const next = async () => {
    while (received.length === read) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return received[read++]!
  }
  return { place, next, received }
}

/**
 * What every transport promises; one test file per transport runs it.
 *
 * @param oneProcess whether shared memory and ports can be handed over
 */
export function conforms(test: TestFn, make: () => Transport, oneProcess = true): void {
  test('envelopes arrive whole and in the order they were sent', async (t) => {
    const { place, next } = open(make())
    for (let i = 0; i < 1000; i++) place.connection.send(envelope('echo', { i }, { id: i }))
    for (let i = 0; i < 1000; i++) t.like(await next(), { name: 'echo', id: i, payload: { i } })
    place.kill()
    await place.exit
  })

  test('what was sent before the receiver listened is not lost', async (t) => {
    const { place, next } = open(make())
    place.connection.send(envelope('echo', 'early'))
    t.is((await next()).payload, 'early')
    place.kill()
    await place.exit
  })

  test('a payload is a copy, and typed arrays, maps and cycles keep their shape', async (t) => {
    const { place, next } = open(make())
    const payload: Record<string, unknown> = {
      array: new Float32Array([1, 2]),
      map: new Map([['a', new Set([1])]]),
    }
    payload.self = payload
    place.connection.send(envelope('echo', payload))
    payload.late = true
    const copy = (await next()).payload as typeof payload
    t.deepEqual(copy.array, payload.array)
    t.deepEqual(copy.map, payload.map)
    t.is(copy.self, copy)
    t.false('late' in copy)
    place.kill()
    await place.exit
  })

  if (!oneProcess) {
    test('shared memory and ports are refused with their path, and nothing is sent', async (t) => {
      const { place, next } = open(make())
      const { port1, port2 } = new MessageChannel()
      const transfer = [port2 as never]
      for (const [payload, path] of [
        [{ deep: [new SharedArrayBuffer(4)] }, 'use.deep[0]'],
        [{ port: port2 }, 'use.port'],
      ] as const) {
        const error = t.throws(() => place.connection.send(envelope('use', payload, { transfer })), {
          instanceOf: NotEncodableError,
        })
        t.is((error as unknown as NotEncodableError).fields.path, path)
      }
      port1.close()
      place.connection.send(envelope('echo', 'after'))
      t.is((await next()).payload, 'after')
      place.kill()
      await place.exit
    })
  } else
    test('shared memory is shared and a port is handed over', async (t) => {
      const { place, next } = open(make())
      const shared = new SharedArrayBuffer(4)
      const { port1, port2 } = new MessageChannel()
      const answer = new Promise((resolve) => {
        port1.once('message', resolve)
      })
      place.connection.send(envelope('use', { shared, port: port2 }, { transfer: [port2 as never] }))
      t.is(await answer, 'hello')
      await next()
      t.is(new Int32Array(shared)[0], 7)
      port1.close()
      place.kill()
      await place.exit
    })

  test('an unencodable payload is refused at the sender with its path, and nothing is sent', async (t) => {
    const { place, next } = open(make())
    const error = t.throws(
      () => place.connection.send(envelope('add', { items: [1, { onDone: () => 1 }] })),
      {
        instanceOf: NotEncodableError,
        code: 'ERR_NOT_ENCODABLE',
      },
    )
    t.is((error as unknown as NotEncodableError).fields.path, 'add.items[1].onDone')
    place.connection.send(envelope('echo', 'after'))
    t.is((await next()).payload, 'after')
    place.kill()
    await place.exit
  })

  test('everything sent before a place leaves arrives before its exit', async (t) => {
    const { place, received } = open(make())
    place.connection.send(envelope('burst', 500))
    const exit = await place.exit
    t.is(received.length, 500)
    t.is(received.at(-1)!.payload, 499)
    t.like(exit, { code: 0, killed: false })
  })

  test('kill ends a place from outside, once, and sends to it are dropped afterwards', async (t) => {
    const { place, received } = open(make())
    place.kill()
    place.kill()
    t.true((await place.exit).killed)
    place.connection.send(envelope('echo', 1))
    t.is(received.length, 0)
  })

  test('a program that throws while it starts ends with its error', async (t) => {
    const place = make().open({
      module: new URL('../fixtures/programs/broken.js', import.meta.url),
      name: 'broken',
      here,
      environment: undefined,
    })
    place.connection.receive(() => {})
    const { error, killed } = await place.exit
    t.false(killed)
    t.like(error, { name: 'TypeError', message: 'broken on purpose' })
  })
}

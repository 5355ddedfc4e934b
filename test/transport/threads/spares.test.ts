import test from 'ava'
import type { Envelope } from '../../../src/transport/envelope.js'
import { ringTransport } from '../../../src/transport/ring/transport.js'
import type { Place, Transport } from '../../../src/transport/transport.js'
import { whereabouts } from '../../../src/transport/whereabouts.js'
import { envelope, here } from '../conformance.js'

const module = new URL('../../fixtures/programs/mirror.js', import.meta.url)

/** Opens a place and has it say whether its thread was started ahead. */
async function opened(transport: Transport, more: object = {}): Promise<{ place: Place; ahead: boolean }> {
  const place = transport.open({ module, name: 'mirror', here, environment: undefined, ...more })
  const answer = new Promise<Envelope>((resolve) => {
    place.connection.receive(resolve)
  })
  place.connection.send(envelope('ahead', undefined, { from: whereabouts('here', 0) }))
  return { place, ahead: (await answer).payload as boolean }
}

test('a thread that is lost is followed by one that was started ahead, which works like any other', async (t) => {
  const transport = ringTransport()
  let last = await opened(transport)
  t.false(last.ahead)
  // Opening puts the spare off: give it calm, longer each time.
  for (let calmMs = 300; !last.ahead && calmMs < 20_000; calmMs *= 1.5) {
    await new Promise((resolve) => setTimeout(resolve, calmMs))
    last.place.kill()
    await last.place.exit
    last = await opened(transport)
  }
  t.true(last.ahead)
  last.place.connection.send(envelope('burst', 10))
  t.like(await last.place.exit, { code: 0, killed: false })
})

test('a thread with limits of its own is never one that was started ahead', async (t) => {
  const transport = ringTransport()
  const { place } = await opened(transport)
  let ahead = false
  for (let calmMs = 300; !ahead && calmMs < 20_000; calmMs *= 1.5) {
    await new Promise((resolve) => setTimeout(resolve, calmMs))
    // In one turn: what the second one gets was there for the first one, too.
    const both = [opened(transport, { resourceLimits: { maxOldGenerationSizeMb: 64 } }), opened(transport)]
    const [limited, other] = await Promise.all(both)
    t.false(limited!.ahead)
    ahead = other!.ahead
    for (const { place } of [limited!, other!]) {
      place.kill()
      await place.exit
    }
  }
  t.true(ahead)
  place.kill()
  await place.exit
})

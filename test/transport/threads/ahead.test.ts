import test from 'ava'
import type { Envelope } from '../../../src/transport/envelope.js'
import { ringTransport } from '../../../src/transport/ring/transport.js'
import { threadsAhead, threadTransport } from '../../../src/transport/thread-transport.js'
import type { Place, Transport } from '../../../src/transport/transport.js'
import { whereabouts } from '../../../src/transport/whereabouts.js'
import { envelope, here } from '../conformance.js'

const module = new URL('../../fixtures/programs/mirror.js', import.meta.url)
const resourceLimits = { maxYoungGenerationSizeMb: 3 }

async function opened(
  transport: Transport,
  limits: object | undefined,
): Promise<{ place: Place; ahead: boolean }> {
  const more = limits === undefined ? {} : { resourceLimits: limits }
  const place = transport.open({ module, name: 'mirror', here, environment: undefined, ...more })
  const answer = new Promise<Envelope>((resolve) => {
    place.connection.receive(resolve)
  })
  place.connection.send(envelope('ahead', undefined, { from: whereabouts('here', 0) }))
  return { place, ahead: (await answer).payload as boolean }
}

async function end({ place }: { place: Place }): Promise<void> {
  place.kill()
  await place.exit
}

test('programs get the threads that were started for them, then threads of their own', async (t) => {
  const ahead = threadsAhead({ count: 2, module, load: [], resourceLimits })
  const transport = threadTransport({ ahead })
  const all = [
    await opened(transport, resourceLimits),
    await opened(transport, { maxYoungGenerationSizeMb: 4 }),
    await opened(transport, undefined),
    await opened(transport, { ...resourceLimits }),
    await opened(transport, resourceLimits),
  ]
  t.deepEqual(
    all.map((each) => each.ahead),
    [true, false, false, true, false],
  )
  all[3]!.place.connection.send(envelope('burst', 10))
  t.like(await all[3]!.place.exit, { code: 0, killed: false })
  for (const each of all) await end(each)
  ahead.close()
})

test('a thread that cannot load what it was to load is reported by the program that got it', async (t) => {
  const load = ['data:text/javascript,throw new Error("not this one")']
  const ahead = threadsAhead({ count: 1, module, load, resourceLimits })
  const transport = threadTransport({ ahead })
  const place = transport.open({ module, name: 'mirror', here, environment: undefined, resourceLimits })
  t.like((await place.exit).error, { message: 'not this one' })
  ahead.close()
})

test('threads that nobody takes end when they are closed', async (t) => {
  const ahead = threadsAhead({ count: 1, module, load: [], resourceLimits })
  ahead.close()
  const later = await opened(ringTransport({ ahead }), resourceLimits)
  t.false(later.ahead)
  await end(later)
})

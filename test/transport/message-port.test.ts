import test from 'ava'
import { messagePortTransport } from '../../src/transport/message-port/transport.js'
import { conforms, envelope, here } from './conformance.js'

conforms(test, messagePortTransport)

const program = (name: string) => new URL(`../fixtures/programs/${name}.js`, import.meta.url)

test('a thread that loops is killed all the same', async (t) => {
  const place = messagePortTransport().open({
    module: program('mirror'),
    name: 'loop',
    here,
    environment: undefined,
  })
  const looping = new Promise<void>((resolve) => place.connection.receive(() => resolve()))
  place.connection.send(envelope('loop', undefined))
  await looping
  place.kill()
  t.true((await place.exit).killed)
})

test('a thread that runs out of its heap ends with an error, and the process lives on', async (t) => {
  const place = messagePortTransport().open({
    module: program('mirror'),
    name: 'hungry',
    here,
    environment: undefined,
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  })
  place.connection.receive(() => {})
  place.connection.send(envelope('exhaust', undefined))
  const { error, killed } = await place.exit
  t.false(killed)
  t.is((error as NodeJS.ErrnoException).code, 'ERR_WORKER_OUT_OF_MEMORY')
})

import { open, readFile } from 'node:fs/promises'
import test from 'ava'
import { quiescence } from '../../../src/transport/simulated/quiescence.js'

const file = new URL(import.meta.url)

test('all is quiet only when files are read and closed, however busy the process is', async (t) => {
  for (let i = 0; i < 20; i++) {
    let reading = 50
    const done = () => reading--
    for (let n = 0; n < 50; n++) void readFile(file).then(done)
    await quiescence()
    t.is(reading, 0)
  }
})

test('a file that is being closed is waited for', async (t) => {
  const others = await Promise.all(Array.from({ length: 40 }, () => open(file)))
  let left = others.length
  for (const other of others) void other.close().then(() => left--)
  await quiescence()
  t.is(left, 0)
})

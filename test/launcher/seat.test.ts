import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const script = fileURLToPath(new URL('../fixtures/launcher/waits-for-order.js', import.meta.url))

test('a process that has loaded its libraries waits for its order, however late it comes', async (t) => {
  const child = fork(script, [String(process.pid)], { timeout: 60_000 })
  const news: any[] = []
  child.on('message', (message: any) => {
    news.push(message)
    // Two turns of the event loop later: had the process nothing to wait for, it would have begun to end.
    if (message === 'waits')
      setImmediate(() => setImmediate(() => child.send({ kind: 'start', order: { task: 'ordered' } })))
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  t.deepEqual(news, ['waits', { kind: 'refused', error: { code: 'ordered' } }])
  t.is(code, 0)
})

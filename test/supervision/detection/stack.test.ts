import { existsSync, rmSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import test, { type ExecutionContext } from 'ava'
import { stackOf } from '../../../src/supervision/index.js'
import { moreThan, threadsAndFiles } from '../../fixtures/held.js'
import { scratch } from '../../fixtures/tasks/run.js'

// Not what is promised, but what a busy machine may need.
const patientMs = 60_000

async function busy(t: ExecutionContext, how: string) {
  const flag = new SharedArrayBuffer(8)
  const file = join(scratch(), 'there')
  const worker = new Worker(new URL('../../fixtures/threads/busy.js', import.meta.url), {
    name: `busy ${how}`,
    workerData: { how, flag, file },
  })
  t.teardown(() => worker.terminate())
  const comeBack = () => rmSync(file, { force: true })
  t.teardown(comeBack)
  const words = new Int32Array(flag)
  while (Atomics.load(words, 1) === 0 && !existsSync(file))
    await new Promise((resolve) => setTimeout(resolve, 5))
  return { worker, flag: words, comeBack }
}

test.serial('a thread in an endless loop has a stack, which names the function and the line', async (t) => {
  const { worker } = await busy(t, 'spinsForEver')
  const stack = await stackOf(worker.threadId, patientMs)
  t.regex(stack![0]!, /^spinsForEver \(\/.*busy\.js:\d+:\d+\)$/)
  t.is(await worker.terminate(), 1, 'it can be ended as ever')
})

test.serial('it goes on afterwards as if nothing had been', async (t) => {
  const { worker, flag } = await busy(t, 'spinsUntilTold')
  for (let i = 0; i < 3; i++) t.regex((await stackOf(worker.threadId, patientMs))![0]!, /^spinsUntilTold /)
  const told = new Promise((resolve) => worker.once('message', resolve))
  Atomics.store(flag, 0, 1)
  t.is(await told, 'told')
})

test.serial('of many threads it is the one that was asked for, also for several at once', async (t) => {
  const all = await Promise.all(['spinsForEver', 'spinsUntilTold', 'idle'].map((how) => busy(t, how)))
  const stacks = await Promise.all(all.slice(0, 2).map(({ worker }) => stackOf(worker.threadId, patientMs)))
  t.regex(stacks[0]![0]!, /^spinsForEver /)
  t.regex(stacks[1]![0]!, /^spinsUntilTold /)
})

test.serial('a deep stack is told by its inner frames', async (t) => {
  const { worker } = await busy(t, 'deeper')
  const stack = await stackOf(worker.threadId, patientMs)
  t.is(stack!.length, 16)
  t.regex(stack![1]!, /^deeper /)
})

test.serial('a thread that waits for a word to change has one too', async (t) => {
  const { worker } = await busy(t, 'waits')
  t.regex((await stackOf(worker.threadId, patientMs))![0]!, /^waits /)
})

test.serial('there is none of a thread in native code, nor of one that is gone', async (t) => {
  const { worker, comeBack } = await busy(t, 'isInNativeCode')
  t.is(await stackOf(worker.threadId, 300), null)
  comeBack()
  const { threadId } = worker
  t.is(await worker.terminate(), 1)
  t.is(await stackOf(threadId, 300), null)
})

test.serial(
  'a thread that was looked at in vain is not held when it comes back, and can be ended',
  async (t) => {
    for (let i = 0; i < 3; i++) {
      const { worker, comeBack } = await busy(t, 'comesBack')
      const told = new Promise((resolve) => worker.once('message', resolve))
      t.is(await stackOf(worker.threadId, 300), null)
      comeBack()
      t.is(await told, 'told')
      t.is(await worker.terminate(), 1)
    }
  },
)

test.serial('a debugger that is attached already is not disturbed', async (t) => {
  const { worker } = await busy(t, 'spinsForEver')
  const other = new Session()
  other.connect()
  t.teardown(() => other.disconnect())
  const attached: string[] = []
  other.on('NodeWorker.attachedToWorker', ({ params }) => attached.push(params.sessionId))
  const answers: string[] = []
  other.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    const { id } = JSON.parse(params.message)
    if (id !== undefined) answers.push(params.sessionId)
  })
  other.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  t.is(attached.length, 1)
  t.regex((await stackOf(worker.threadId, patientMs))![0]!, /^spinsForEver /)
  // Its own session still answers.
  const message = JSON.stringify({ id: 1, method: 'Debugger.enable' })
  other.post('NodeWorker.sendMessageToWorker', { sessionId: attached[0]!, message })
  for (let i = 0; i < 200 && answers.length === 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 100))
  t.deepEqual(answers, attached)
})

test.serial('no thread and no descriptor is left behind', async (t) => {
  const { worker } = await busy(t, 'spinsForEver')
  await stackOf(worker.threadId, patientMs)
  const before = threadsAndFiles()
  for (let i = 0; i < 20; i++) t.not(await stackOf(worker.threadId, patientMs), null)
  for (let i = 0; i < 5; i++) t.is(await stackOf(-1, 1), null)
  // What the kernel takes away may still be there for a moment.
  t.deepEqual(await moreThan(before, threadsAndFiles), {})
})

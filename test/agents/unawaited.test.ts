import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { scratch } from '../fixtures/tasks/run.js'

const program = fileURLToPath(new URL('../fixtures/programs/fails.js', import.meta.url))

function runs(how: string): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const args = [program, how, join(scratch(), 'run')]
    execFile(process.execPath, args, { timeout: 60_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}

test.serial('a run that fails while nobody looks ends the program as any failed promise does', async (t) => {
  const { code, err } = await runs('nothing')
  t.is(code, 1)
  t.regex(err, /the loss of step 3 is not finite/)
  t.regex(err, /ERR_NON_FINITE/)
})

test.serial('whoever reads the events, or awaits done, has been told', async (t) => {
  const reader = await runs('events')
  t.is(reader.code, 0, reader.err)
  t.regex(reader.out, /failed\n$/)
  t.deepEqual(await runs('done'), { code: 0, out: 'ERR_NON_FINITE\n', err: '' })
})

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { defaultDirectory, RunDirectory, RunInUseError } from '../../src/observe/index.js'

const module = new URL('../../src/observe/index.js', import.meta.url).href
const scratch = () => mkdtempSync(join(tmpdir(), 'troupe-'))

test('events are on disk as soon as they are appended', (t) => {
  const directory = new RunDirectory(join(scratch(), 'a', 'run'))
  directory.append({ event: 'evaluated', step: 3, accuracy: 0.5 })
  const lines = readFileSync(directory.file('events.jsonl'), 'utf8')
  const { at, ...event } = JSON.parse(lines)
  t.deepEqual(event, { event: 'evaluated', step: 3, accuracy: 0.5 })
  t.is(new Date(at).toISOString(), at, 'with the time')
  t.deepEqual(JSON.parse(readFileSync(directory.file('metrics.jsonl'), 'utf8')), { step: 3, accuracy: 0.5 })
  directory.close()
})

test('a directory that holds a run is not used again', (t) => {
  const path = scratch()
  new RunDirectory(path).close()
  t.throws(() => new RunDirectory(path), { code: 'ERR_RUN_DIRECTORY', message: /holds another run/ })
})

test('a directory in which somebody is at work is refused with who that is', async (t) => {
  const path = scratch()
  const here = new RunDirectory(path)
  const ours = t.throws(() => new RunDirectory(path, true), { instanceOf: RunInUseError })
  t.regex(ours.message, /in use by this process/)
  t.is(ours.fields.pid, process.pid)
  here.close()
  new RunDirectory(path, true).close()

  const script = `new (await import(${JSON.stringify(module)})).RunDirectory(${JSON.stringify(path)}, true)
    console.log('locked'); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  const exit = once(child, 'exit')
  await once(child.stdout, 'data')
  const error = t.throws(() => new RunDirectory(path, true), { instanceOf: RunInUseError })
  t.is(error.code, 'ERR_RUN_IN_USE')
  t.is(error.fields.pid, child.pid)
  t.true(error.message.includes(`kill -INT ${child.pid}`))
  child.kill('SIGKILL')
  await exit
  t.notThrows(() => new RunDirectory(path, true).close(), 'a lock dies with its process')
})

test('a place that cannot be written is refused in one line', (t) => {
  const file = join(scratch(), 'file')
  writeFileSync(file, '')
  for (const path of [file, join(file, 'deeper'), '/proc/troupe']) {
    const error = t.throws(() => new RunDirectory(path), { code: 'ERR_RUN_DIRECTORY' })
    t.notRegex(error!.message, /\n/)
    t.true(error!.message.includes(path))
  }
})

test('the default directory is named after task and time', (t) => {
  t.is(defaultDirectory('digits', new Date('2024-03-04T05:06:07Z')), join('runs', 'digits-2024-03-04-050607'))
})

for (const name of ['run.json', 'events.jsonl', 'metrics.jsonl'])
  test(`a folder or a pipe in the place of ${name} is named, and not waited for`, (t) => {
    for (const [what, make] of [
      ['a folder', (path: string) => mkdirSync(path)],
      ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
    ] as const) {
      const path = scratch()
      make(join(path, name))
      const message = new RegExp(`${name} is ${what}, and no file`)
      t.throws(() => new RunDirectory(path, true), { code: 'ERR_RUN_DIRECTORY', message })
    }
  })

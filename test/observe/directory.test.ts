import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { defaultDirectory, RunDirectory } from '../../src/observe/index.js'

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

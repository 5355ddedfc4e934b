import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { lastEvents, readEvents } from '../../src/inspection/events.js'
import { scratch } from '../fixtures/tasks/run.js'

function read(text: string | Buffer) {
  const path = join(scratch(), 'events.jsonl')
  writeFileSync(path, text)
  const health = { damaged: 0, cutOff: 0 }
  return { events: [...readEvents(path, health)].map(({ event }) => event), ...health, path }
}
const line = (event: string, rest = {}) =>
  `${JSON.stringify({ at: '2024-03-04T05:06:07.000Z', event, ...rest })}\n`

test('a line that its writer could not end is no damage: at the end, and before the next start', (t) => {
  const text = `${line('started')}{"event":"st\n${line('started')}${line('step')}{"event`
  t.like(read(text), { events: ['started', 'started', 'step'], cutOff: 2, damaged: 0 })
})

test('any other line that is no event is damage, and the rest is read', (t) => {
  const text = `${line('started')}nonsense\n[1]\n{"event":7}\n${line('step')}\n\n${line('finished')}`
  t.like(read(text), { events: ['started', 'step', 'finished'], cutOff: 0, damaged: 3 })
})

test('a file of many pieces is read in full, and a line without an end takes no memory', (t) => {
  const many = line('step', { text: 'é'.repeat(400) }).repeat(6000)
  const result = read(`${many}${'x'.repeat(5 * 2 ** 20)}\n${line('finished')}`)
  t.is(result.events.length, 6001)
  t.is(result.damaged, 1)
})

test('times are read, and left out where there are none', (t) => {
  const { path } = read(`${line('step')}{"event":"step"}\n{"event":"evaluated","at":0.5}\n`)
  t.deepEqual(
    lastEvents(path).map(({ at }) => at),
    [Date.parse('2024-03-04T05:06:07Z'), undefined, undefined],
  )
})

test('the end of a long file is read without the rest', (t) => {
  const { path } = read(`${line('step', { step: 1 }).repeat(50)}${line('step', { step: 2 })}`)
  const events = lastEvents(path, 200)
  t.true(events.length > 0 && events.length < 5)
  t.is(events.at(-1)!.fields.step, 2)
})

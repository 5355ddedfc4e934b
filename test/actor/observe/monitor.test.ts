import test from 'ava'
import { look, Monitor } from '../../../src/actor/observe/monitor.js'

test('what runs is seen from outside, and nothing when nothing runs', (t) => {
  const memory = Monitor.memory(3)
  const monitor = new Monitor(memory)
  t.is(look(memory).running, undefined)
  monitor.begin('/a', 'work')
  t.deepEqual(look(memory).running, { path: '/a', name: 'work' })
  monitor.end()
  t.like(look(memory), { running: undefined, pulse: 2, waiting: 0 })
})

test('setup inside a handler shows as what runs, and gives the handler its place back', (t) => {
  const memory = Monitor.memory(3)
  const monitor = new Monitor(memory)
  monitor.begin('/parent', 'spawn')
  const outer = monitor.enter('/parent/child', '(setup)')
  t.deepEqual(look(memory).running, { path: '/parent/child', name: '(setup)' })
  monitor.leave(outer)
  t.deepEqual(look(memory).running, { path: '/parent', name: 'spawn' })
  monitor.end()
  monitor.leave(monitor.enter('/alone', '(setup)'))
  t.is(look(memory).running, undefined)
})

test('of a long path the end is kept, cut between characters; names may be any text', (t) => {
  const memory = Monitor.memory(0)
  const monitor = new Monitor(memory)
  const path = `/${'é'.repeat(200)}/end`
  monitor.begin(path, 'grüße 🎭')
  const { running } = look(memory)
  t.is(running!.name, 'grüße 🎭')
  t.true(path.endsWith(running!.path))
  t.true(running!.path.length >= 120)
})

test('more names than there is room for are still told right, one at a time', (t) => {
  const memory = Monitor.memory(0)
  const monitor = new Monitor(memory)
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 1000; i++) {
      const name = `message-number-${i}`
      monitor.begin('/a', name)
      t.deepEqual(look(memory).running, { path: '/a', name })
      monitor.end()
    }
  }
})

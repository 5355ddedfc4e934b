import test from 'ava'
import { callOf } from '../../../src/actor/cell/call.js'
import { groupName, tag } from '../../../src/actor/group/tag.js'
import { handlerName, streamPrefix } from '../../../src/actor/stream/streams.js'
import { whereabouts } from '../../../src/transport/whereabouts.js'

const from = whereabouts('far', 0)
const call = (name: string, payload: unknown, id = 1) => callOf({ name, payload, id, from })

test('what a group or a stream sends holds the payload, and the generation that it is for', (t) => {
  t.is(handlerName(groupName('add')), 'add')
  t.deepEqual(call(groupName('add'), tag(3, { by: 1 })), { payload: { by: 1 }, generation: 3 })
  t.deepEqual(call(`${streamPrefix}add`, [4, 100, 'a', 7]), { payload: 'a', generation: 7 })
  t.deepEqual(call(`${streamPrefix}add`, [4, 100, 'a']), { payload: 'a', generation: undefined })
})

test('what has the name of such a message and not its form means nothing', (t) => {
  const forms = [
    undefined,
    null,
    1,
    {},
    { length: 2 },
    [],
    [1],
    ['1', 1],
    [1.5, 1],
    [Number.NaN, 1],
    [1, 2, 3],
  ]
  for (const payload of forms) t.is(call(groupName('add'), payload), undefined)
  const openings = [
    [4, 100],
    [4, 100, 1, 'x'],
    [4, 100, 1, 1, 1],
    [0, 100, 1, 1],
    [4, -1, 1, 1],
    [4, 100, 1, 0.5],
  ]
  for (const payload of openings) t.is(call(`${streamPrefix}add`, payload), undefined)
  t.is(call(`${streamPrefix}add`, [4, 100, 'a', 7], 0), undefined, 'a stream is never told')
  t.is(call('add', [3, 1]), undefined)
})

import test from 'ava'
import { Sessions, sameSession } from '../../../src/transport/tcp/sessions.js'

test('an attempt that nobody answered yet keeps a second one from starting', (t) => {
  const a = new Sessions('node-a')
  const session = a.start('node-b')!
  t.is(a.start('node-b'), undefined)
  a.abandon('node-b', session)
  t.truthy(a.start('node-b'))
})

test('epochs rise, and one that was seen before is stale', (t) => {
  const b = new Sessions('node-b')
  t.is(b.offered('node-a', 5, undefined), undefined)
  t.is(b.offered('node-a', 5, undefined), 'stale')
  t.is(b.offered('node-a', 4, undefined), 'stale')
  b.ended('node-a', { dialer: 'node-a', epoch: 5 })
  t.is(b.offered('node-a', 5, undefined), 'stale')
  t.is(b.offered('node-a', 6, { dialer: 'node-a', epoch: 5 }), undefined)
})

test('when both dial at once, the smaller id wins at both ends, in whatever order the frames arrive', (t) => {
  for (const order of ['a first', 'b first']) {
    const [a, b] = [new Sessions('node-a'), new Sessions('node-b')]
    const [fromA, fromB] = [a.start('node-b')!, b.start('node-a')!]
    const atB = () => {
      t.is(b.offered('node-a', fromA.epoch, undefined), undefined)
      a.accepted('node-b', fromA)
    }
    const atA = () => {
      t.is(a.offered('node-b', fromB.epoch, undefined), 'duplicate')
      b.abandon('node-a', fromB)
    }
    for (const step of order === 'a first' ? [atB, atA] : [atA, atB]) step()
    t.deepEqual(a.live('node-b'), fromA)
    t.true(sameSession(a.live('node-b'), b.live('node-a')))
  }
})

test('whoever lost the link takes it over, although the other end still believes in it', (t) => {
  const [a, b] = [new Sessions('node-a'), new Sessions('node-b')]
  const first = a.start('node-b')!
  t.is(b.offered('node-a', first.epoch, undefined), undefined)
  a.accepted('node-b', first)

  b.ended('node-a', first)
  const second = b.start('node-a')!
  t.is(a.offered('node-b', second.epoch, b.lost('node-a')), undefined)
  b.accepted('node-a', second)
  t.deepEqual(a.live('node-b'), second)

  // The old session's end is reported late: the new one is not touched.
  a.ended('node-b', first)
  t.deepEqual(a.live('node-b'), second)
})

test('the dialer of a lost link replaces it with a later attempt of its own', (t) => {
  const [a, b] = [new Sessions('node-a'), new Sessions('node-b')]
  const first = a.start('node-b')!
  b.offered('node-a', first.epoch, undefined)
  a.accepted('node-b', first)
  a.ended('node-b', first)
  const second = a.start('node-b')!
  t.is(b.offered('node-a', second.epoch, a.lost('node-b')), undefined)
  t.deepEqual(b.live('node-a'), second)
})

test('a crowd of strangers is forgotten, living links are not', (t) => {
  const a = new Sessions('node-a')
  a.offered('node-b', 1, undefined)
  for (let i = 0; i < 5000; i++) a.lost(`stranger-${i}`)
  for (let i = 0; i < 5000; i++) {
    a.offered(`stranger-${i}`, 1, undefined)
    a.ended(`stranger-${i}`, { dialer: `stranger-${i}`, epoch: 1 })
  }
  t.truthy(a.live('node-b'))
  t.is(a.lost('stranger-0'), undefined)
  t.truthy(a.lost('stranger-4999'))
})

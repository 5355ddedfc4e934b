import test from 'ava'
import type { Dispute, Round } from '../../../src/arena/index.js'
import { Disputes, type DisputesGround, type Third } from '../../../src/supervision/disputes/disputes.js'
import { Redone } from '../../../src/supervision/incidents/redone.js'
import { IncidentLog } from '../../../src/supervision/index.js'

const dispute: Dispute = {
  step: 7,
  attempt: 0,
  shard: 3,
  batch: 1,
  first: { agent: 0, incarnation: 1, seat: 0, slot: 2 },
  second: { agent: 1, incarnation: 4, seat: 1, slot: 5 },
}
const wrong = (first: boolean, second: boolean): Third => ({ first, second })

/** A run that stands still over a dispute; `alive` says whose lives go on. */
function ground(alive: readonly number[] = [0, 1]) {
  const done: string[] = []
  const slots = [Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 2, -3, 4)]
  const incidents = new IncidentLog(() => 100)
  let times = 0
  const disputes = new Disputes({
    arena: {
      ledger: {
        disputed: () => dispute,
        retire: (seat: number) => void done.push(`retire ${seat}`),
        newAttempt: ({ attempt }: Round, culprit: number | undefined) => {
          done.push(`attempt ${attempt + 1} without ${culprit}`)
          return true
        },
        redone: () => 0,
      },
      slot: (seat: number) => slots[seat],
      shared: {
        layout: {
          elements: 4,
          parameters: [
            { name: 'weight', offset: 0, length: 2 },
            { name: 'bias', offset: 2, length: 2 },
          ],
        },
      },
    },
    roster: { living: ({ agent }: { agent: number }) => (alive.includes(agent) ? {} : undefined) },
    incidents,
    redone: new Redone(() => 0),
    blame: {
      wrong: ({ agent }: { agent: number }) => {
        done.push(`blame ${agent}`)
        return ++times > 1
      },
    },
    arbitrate: () => void done.push('arbitrate'),
    now: () => 100,
    over: () => false,
    fail: (error: Error) => void done.push((error as Error & { code: string }).code),
  } as unknown as DisputesGround)
  const settle = (outcome: Third | Error) => {
    disputes.look()
    disputes.settle({ dispute, outcome })
    return incidents.settle(8, 32).map(({ agent, incarnation, cause }) => ({ agent, incarnation, cause }))
  }
  return { disputes, done, settle }
}

test('whoever stands alone is named, and the step is tried again without it', (t) => {
  const one = ground()
  t.deepEqual(one.settle(wrong(false, true)), [
    {
      agent: 0,
      incarnation: 1,
      cause: 'wrong result: the gradient of bias in shard 3; the two others agree',
    },
  ])
  t.deepEqual(one.done, ['arbitrate', 'blame 0', 'attempt 1 without 0'])
  const other = ground()
  t.like(other.settle(wrong(true, false)), [{ agent: 1, incarnation: 4 }])
  t.deepEqual(other.done, ['arbitrate', 'blame 1', 'attempt 1 without 1'])
})

test('a dispute has one arbiter', (t) => {
  const { disputes, done } = ground()
  disputes.look()
  disputes.look()
  t.deepEqual(done, ['arbitrate'])
})

test('who is wrong again is fenced before the next attempt begins', (t) => {
  const { done, settle } = ground()
  settle(wrong(false, true))
  settle(wrong(false, true))
  t.deepEqual(done.slice(3), ['arbitrate', 'blame 0', 'retire 0', 'attempt 1 without 0'])
})

test('a culprit whose life has ended meanwhile is named, and nothing more is done to it', (t) => {
  const { done, settle } = ground([1])
  t.like(settle(wrong(false, true)), [{ agent: 0, incarnation: 1 }])
  t.deepEqual(done, ['arbitrate', 'attempt 1 without undefined'])
})

test('where no two agree, or there is no third, nobody is named and the third time the run fails', (t) => {
  const { done, settle } = ground()
  t.deepEqual(settle(wrong(false, false)), [
    {
      agent: null,
      incarnation: null,
      cause: 'results differ: the gradient of bias in shard 3; three computations gave three results',
    },
  ])
  const [second] = settle(new Error('no thread\nat'))
  t.is(
    second!.cause,
    'results differ: the gradient of bias in shard 3; no third computation could be had: no thread',
  )
  settle(new Error('no thread'))
  t.deepEqual(
    done.filter((what) => what !== 'arbitrate'),
    ['attempt 1 without undefined', 'attempt 1 without undefined', 'ERR_RESULTS_DIFFER'],
  )
})

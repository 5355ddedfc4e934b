import test from 'ava'
import type { ProbeDigests } from '../../../src/state/index.js'
import { readDigests, shareDigests } from '../../../src/state/index.js'
import { settleReference } from '../../../src/supervision/index.js'

const digest = (digit: string) => digit.repeat(64)
const right: ProbeDigests = { batch: digest('1'), gradient: digest('2'), update: digest('3') }
const wrong: ProbeDigests = { ...right, gradient: digest('a'), update: digest('b') }
const alsoWrong: ProbeDigests = { ...right, update: digest('c') }
const lives = (...all: ProbeDigests[]) => all.map((digests, agent) => ({ agent, incarnation: 1, digests }))
const refused = (kept: ProbeDigests | undefined, ...all: ProbeDigests[]) =>
  settleReference(kept, lives(...all)).refused.map(({ agent }) => agent)

test('without a reference more than half of the first agents give it', (t) => {
  t.deepEqual(settleReference(undefined, lives(right)), { reference: right, refused: [] })
  t.deepEqual(settleReference(undefined, lives(wrong, right, right)).reference, right)
  t.deepEqual(refused(undefined, wrong, right, right), [0])
  t.deepEqual(refused(undefined, right, wrong, right, alsoWrong, right), [1, 3])
})

test('first agents that disagree without a majority do not start a run, and are named', (t) => {
  t.throws(() => settleReference(undefined, lives(right, wrong)), {
    code: 'ERR_ADMISSION_SPLIT',
    message: /agent 0 against agent 1/,
  })
  t.throws(() => settleReference(undefined, lives(right, wrong, right, alsoWrong)), {
    code: 'ERR_ADMISSION_SPLIT',
    message: /agents 0, 2 against agent 1 against agent 3/,
  })
})

test('a reference that was kept stands against any majority', (t) => {
  t.deepEqual(refused(right, wrong, right, wrong), [0, 2])
})

test('when nobody meets the reference that was kept, it is said what differs', (t) => {
  const code = 'ERR_ADMISSION_REFERENCE'
  t.throws(() => settleReference(right, lives(wrong, wrong)), { code, message: /the gradient of/ })
  t.throws(() => settleReference(right, lives(alsoWrong)), { code, message: /the update with/ })
  const otherData = { batch: digest('d'), gradient: digest('e'), update: digest('f') }
  t.throws(() => settleReference(right, lives(otherData)), { code, message: /the training data has changed/ })
})

test('digests cross threads in shared memory, and are unknown before they are written', (t) => {
  t.is(readDigests(shareDigests()), undefined)
  t.deepEqual(readDigests(shareDigests(wrong)), wrong)
})

import test from 'ava'
import { IncidentLog } from '../../../src/supervision/index.js'

const start = {
  cause: 'killed',
  agent: 1,
  incarnation: 1,
  step: 20,
  attempt: 0,
  phase: 'backward' as const,
  diedAt: 95,
}

test('an incident is closed by the commit of the step it disturbed', (t) => {
  let time = 100
  const log = new IncidentLog(() => time)
  const incident = log.open(start, () => 2)
  time = 101
  incident.fenced()
  time = 103
  incident.reassigned()
  t.deepEqual(log.settle(20, 64), [], 'step 20 is not committed yet')
  time = 110
  const [record] = log.settle(21, 64)
  t.like(record, {
    id: 0,
    agent: 1,
    step: 20,
    phase: 'backward',
    recomputedShards: 2,
    lostSteps: 0,
    lostSamples: 0,
  })
  t.like(record, { detectMs: 5, fenceMs: 1, reassignMs: 2, recomputeMs: 7, totalMs: 15, generation: null })
  t.is(log.waiting, 0)
})

test('a cause that was mistaken is corrected before it is told', (t) => {
  const log = new IncidentLog(() => 100)
  log.open(start, () => 0).correct('failed: ERR_TENSOR_MEMORY')
  t.is(log.settle(21, 64)[0]!.cause, 'failed: ERR_TENSOR_MEMORY')
})

test('a run that ends without that commit has lost the step', (t) => {
  const log = new IncidentLog(() => 100)
  log.open(start, () => 0)
  t.like(log.abandon(64)[0], { lostSteps: 1, lostSamples: 64 })
})

test('a commit that was some time ago ends the incident then, not when somebody looks', (t) => {
  let time = 100
  const log = new IncidentLog(() => time)
  log.open(start, () => 0)
  time = 190
  const [record] = log.settle(21, 64, (step) => (step === 20 ? 85 : 0))
  t.like(record, { recomputeMs: 5, totalMs: 10 })
})

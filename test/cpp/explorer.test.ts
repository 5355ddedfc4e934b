import test from 'ava'
import { patienceMs } from './compile.js'
import { explore } from './explore.js'

/** Every schedule of a small run; `switches` bounds how often a thread is interrupted although it could go on. */
const EXHAUSTIVE = [
  'agents=1 shards=2 steps=2 faults=1',
  'agents=1 shards=3 steps=1 faults=1 bad=1',
  'agents=1 shards=2 steps=1 faults=2 switches=4',
  'agents=2 shards=2 steps=1 faults=0 bad=1 switches=2',
  'agents=2 shards=2 steps=1 faults=0 badagent=1 switches=2',
  'agents=2 shards=1 steps=2 faults=1 skip=1 switches=1',
  'agents=2 shards=2 steps=1 faults=0 redundancy=1 switches=2',
  'agents=2 shards=2 steps=1 faults=0 redundancy=1 flips=1 switches=2',
  'agents=2 shards=2 steps=1 faults=0 redundancy=1 flips=9 switches=1',
  'agents=2 shards=2 steps=1 faults=1 redundancy=1 flips=1 switches=1',
  'agents=1 shards=2 steps=1 faults=0 redundancy=1 flips=1',
  'agents=2 shards=2 steps=1 faults=0',
  'agents=2 shards=2 steps=1 faults=1 switches=2',
  'agents=2 shards=3 chunks=2 steps=2 faults=1 switches=1',
  'agents=2 shards=3 steps=2 faults=1 slow=1 switches=1',
  'agents=1 shards=1 chunks=2 steps=2 faults=0 snapshots=1',
  'agents=1 shards=1 chunks=2 steps=3 faults=0 snapshots=2',
  'agents=2 shards=1 chunks=1 steps=1 faults=0',
  'agents=2 shards=1 chunks=2 steps=2 faults=1 snapshots=1 switches=1',
]
for (const settings of EXHAUSTIVE) {
  test.serial(`no schedule breaks the step: ${settings}`, (t) => {
    t.timeout(2 * patienceMs)
    const report = explore('rules', settings)
    t.is(report.violation, null)
    t.true(report.complete)
    t.true(report.ends > 0)
  })
}

for (const settings of [
  'agents=3 shards=8 chunks=2 steps=3 faults=3 runs=4000',
  'agents=3 shards=5 chunks=2 steps=2 faults=3 bad=1 runs=4000 seed=2',
  'agents=3 shards=4 chunks=2 steps=2 faults=0 badagent=1 runs=4000 seed=5',
  'agents=3 shards=5 chunks=2 steps=3 faults=3 skip=1 runs=4000 seed=6',
  'agents=3 shards=4 chunks=1 steps=2 faults=2 redundancy=1 runs=4000 seed=7',
  'agents=3 shards=5 chunks=1 steps=2 faults=2 redundancy=1 flips=1 runs=2000 seed=8',
  'agents=3 shards=4 chunks=2 steps=2 faults=0 redundancy=1 flips=9 runs=2000 seed=9',
  'agents=2 shards=16 chunks=1 steps=2 faults=3 runs=2000 seed=3',
  'agents=3 shards=8 chunks=2 steps=2 faults=3 slow=1 runs=4000 seed=7',
  'agents=3 shards=4 chunks=2 steps=4 faults=3 snapshots=1 runs=4000 seed=4',
  'agents=3 shards=3 chunks=2 steps=4 faults=3 snapshots=2 runs=4000 seed=7',
]) {
  test.serial(`no random schedule breaks the step: ${settings}`, (t) => {
    t.timeout(2 * patienceMs)
    const report = explore('rules', settings)
    t.is(report.violation, null)
    t.true(report.ends > 0)
  })
}

/** Each rule, left out, and a search that finds what it prevents. */
const BROKEN: readonly (readonly [rule: string, variant: string, settings: string])[] = [
  [
    'sums without a frozen cover',
    'no-frozen-cover',
    'agents=2 shards=4 chunks=2 steps=2 faults=2 runs=60000',
  ],
  ['results summed into shared memory', 'shared-results', 'agents=2 shards=2 steps=1 faults=1 switches=3'],
  [
    'slots returned at exit while published',
    'seats-at-exit',
    'agents=2 shards=4 chunks=2 steps=3 faults=2 runs=30000',
  ],
  ['claims cleared once at retirement', 'claims-cleared', 'agents=2 shards=2 steps=1 faults=1 switches=2'],
  ['retry without a new attempt', 'same-attempt', 'agents=2 shards=2 steps=1 faults=0 bad=1 switches=3'],
  ['four slots an agent', 'few-slots', 'agents=2 shards=16 steps=2 faults=2 slots=4 runs=10000'],
  [
    'a replacement that waits for a border when alone',
    'waits-for-border',
    'agents=1 shards=2 steps=2 faults=1',
  ],
  ['an update claim taken over', 'update-taken-over', 'agents=2 shards=1 steps=1 faults=1 switches=2'],
  [
    'a row reused before its thread has ended',
    'rows-before-exit',
    'agents=2 shards=4 chunks=2 steps=3 faults=2 runs=30000',
  ],
  [
    'a shard begun by an agent that has lost it',
    'begun-by-anybody',
    'agents=2 shards=2 steps=1 faults=1 switches=2',
  ],
  [
    'a snapshot without staged',
    'snapshot-unstaged',
    'agents=1 shards=1 chunks=2 steps=2 faults=0 snapshots=1',
  ],
  [
    'a decision that does not wait for second computations',
    'decides-unchecked',
    'agents=2 shards=2 steps=1 faults=0 redundancy=1 flips=1 switches=1',
  ],
  [
    'an agent that checks itself although another is there',
    'checks-itself',
    'agents=2 shards=2 steps=1 faults=0 redundancy=1 flips=9 switches=1',
  ],
  [
    'a disputed value in a slot that is used again',
    'disputed-reused',
    'agents=3 shards=4 steps=1 faults=1 redundancy=1 flips=1 runs=20000',
  ],
  [
    'a dispute settled without a new attempt',
    'dispute-same-attempt',
    'agents=2 shards=2 steps=1 faults=0 redundancy=1 flips=1 switches=2',
  ],
]
test.serial('a wrong value that is not computed twice changes the result', (t) => {
  t.timeout(2 * patienceMs)
  t.not(explore('rules', 'agents=2 shards=2 steps=1 faults=0 flips=1 switches=1').violation, null)
})

for (const [rule, variant, settings] of BROKEN) {
  test.serial(`the explorer finds ${rule}`, (t) => {
    t.timeout(2 * patienceMs)
    t.not(explore(variant, settings).violation, null)
  })
}

import test from 'ava'
import { explore } from '../cpp/explore.js'

for (const settings of [
  'agents=1 shards=2 steps=1 faults=2',
  'agents=2 shards=2 steps=1 faults=1 switches=3',
]) {
  test.serial(`no schedule breaks the step, however threads are interrupted: ${settings}`, (t) => {
    const report = explore('rules', settings, 1_500_000)
    t.is(report.violation, null)
    t.true(report.complete)
    t.true(report.ends > 0)
  })
}

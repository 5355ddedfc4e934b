import test, { type ExecutionContext } from 'ava'
import { Figures } from '../fixtures/faults/figures.js'
import { type Plan, plans, shape, storms } from '../fixtures/faults/plans.js'
import { explained, unharmed } from '../fixtures/faults/unharmed.js'
import { finish } from '../fixtures/tasks/run.js'
import fc from '../properties.js'
import { seed, times } from '../scale.js'

for (const name of ['perceptron', 'convolutional']) {
  const task = new URL(`../fixtures/tasks/${name}.js`, import.meta.url)

  test.serial(`faults of every kind in every phase change nothing: ${name}`, async (t) => {
    t.timeout(times(300_000, 7_200_000))
    const reference = await finish(task, { ...shape, agents: 1 })
    const figures = new Figures()
    const start = seed(25)
    // The other model shows in `npm test` that nothing hangs on the first one's layers; its storms are the soak's.
    const fixed = name === 'perceptron' ? storms : storms.slice(0, times(2, storms.length))
    t.log(`TROUPE_SEED=${start}`)
    const holds = async ({ faults, ...plan }: Plan) => {
      const result = await finish(task, { ...shape, ...plan, restarts: 64, faults: faults.join(';') })
      figures.count(faults.length, result.incidents)
      return agrees(t, (attempt) => {
        unharmed(attempt, result, reference, shape.shards)
        explained(attempt, result, faults)
      })
    }
    const report = await fc.check(fc.asyncProperty(plans, holds), {
      seed: start,
      numRuns: fixed.length + times(1, 400),
      examples: fixed.map((plan): [Plan] => [plan]),
      // Another run of the same plan may end otherwise, so nothing is shrunk.
      endOnFailure: true,
    })
    t.log(String(figures))
    t.false(report.failed, `${fc.defaultReportMessage(report)}\n${String(report.errorInstance ?? '')}`)
  })
}

/** Whether all assertions hold. Those of one that does not are told; the others are nobody's business. */
async function agrees(t: ExecutionContext, claim: (attempt: ExecutionContext) => void): Promise<boolean> {
  const verdict = await t.try(claim)
  if (verdict.passed) verdict.discard()
  else verdict.commit()
  return verdict.passed
}

import { fileURLToPath } from 'node:url'
import test from 'ava'
import { Figures } from '../fixtures/faults/figures.js'
import { processPlans, shape } from '../fixtures/faults/plans.js'
import { bits, explainedAcross } from '../fixtures/faults/unharmed.js'
import { finish } from '../fixtures/tasks/run.js'
import fc from '../properties.js'
import { seed, times } from '../scale.js'
import { troupeTrain } from './command.js'

const flags = (options: object) =>
  Object.entries(options).flatMap(([name, value]) => [
    `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(value),
  ])

for (const name of ['perceptron', 'convolutional'])
  test.serial(`a process killed among faults of its agents changes nothing: ${name}`, async (t) => {
    t.timeout(times(300_000, 7_200_000))
    const task = fileURLToPath(new URL(`../fixtures/tasks/${name}.js`, import.meta.url))
    const reference = await finish(task, { ...shape, agents: 1 })
    const figures = new Figures()
    const start = seed(5)
    t.log(`TROUPE_SEED=${start}`)
    const report = await fc.check(
      fc.asyncProperty(processPlans, async ({ faults, at, ...plan }) => {
        const given = flags({ ...shape, ...plan, restarts: 64, faults: faults.join(';') })
        const { code, err, events } = await troupeTrain([task, ...given])
        const incidents = events.filter(({ event }) => event === 'incident') as never
        figures.count(faults.length, incidents)
        const verdict = await t.try((attempt) => {
          attempt.is(code, 0, err)
          attempt.deepEqual(bits(events.at(-1) as never), bits(reference))
          explainedAcross(attempt, incidents, faults, at)
        })
        if (verdict.passed) verdict.discard()
        else verdict.commit()
        return verdict.passed
      }),
      // Another run of the same plan may end otherwise, so nothing is shrunk.
      { seed: start, numRuns: times(1, 60), endOnFailure: true },
    )
    t.log(String(figures))
    t.false(report.failed, `${fc.defaultReportMessage(report)}\n${String(report.errorInstance ?? '')}`)
  })

import test from 'ava'
import fc from '../properties.js'
import { seed, times } from '../scale.js'
import { found } from './programs/found.js'
import { check } from './programs/model.js'
import { programs } from './programs/program.js'
import { run } from './programs/run.js'

test('any program keeps what the runtime promises', async (t) => {
  t.timeout(times(1_800_000, 7_200_000))
  const start = seed(20_261_121)
  const property = fc.asyncProperty(programs, async (program) => check(await run(program)))
  const examples = found.map((program): [typeof program] => [program])
  const report = await fc.check(property, { seed: start, numRuns: times(800, 100_000), examples })
  // fast-check prints the program, shrunk, too.
  t.false(report.failed, `replay with TROUPE_SEED=${start}\n${await fc.asyncDefaultReportMessage(report)}`)
})

import test from 'ava'
import fc from 'fast-check'
import type { Connection } from '../../src/transport/transport.js'
import { seed, times } from '../scale.js'
import { check } from './programs/model.js'
import { programs } from './programs/program.js'
import { run, type Sabotage } from './programs/run.js'

/** Says how to replay what failed: fast-check prints the program, shrunk, too. */
const property = (sabotage?: Sabotage) =>
  fc.asyncProperty(programs, async (program) => check(await run(program, sabotage)))

test('any program keeps what the runtime promises', async (t) => {
  t.timeout(times(300_000, 7_200_000))
  const start = seed(20_261_121)
  const report = await fc.check(property(), { seed: start, numRuns: times(2000, 100_000) })
  t.false(report.failed, `replay with TROUPE_SEED=${start}\n${await fc.asyncDefaultReportMessage(report)}`)
})

/** The first promise that a broken runtime breaks, in some program. */
async function broken(sabotage: Sabotage): Promise<string> {
  const report = await fc.check(property(sabotage), { seed: 7, numRuns: 500, endOnFailure: true })
  return report.failed ? String((report.errorInstance as Error).message) : 'nothing'
}

/** Lets only some envelopes of places pass. */
const filtering = (passes: (envelope: Parameters<Connection['send']>[0]) => boolean): Sabotage => ({
  transport: (transport) => ({
    open: (program) => {
      const place = transport.open(program)
      const { connection } = place
      const send = connection.send.bind(connection)
      const receive = connection.receive.bind(connection)
      connection.send = (envelope) => !passes(envelope) || send(envelope)
      connection.receive = (listener) => receive((envelope) => passes(envelope) && listener(envelope))
      return place
    },
  }),
})

test('the model notices messages that arrive twice', async (t) => {
  t.regex(await broken({ rule: { duplicate: 0.3 } }), /at most once/)
})

test('the model notices messages that overtake others', async (t) => {
  t.regex(await broken({ rule: { reorder: 0.3 } }), /order of a pair|told of its death|after poison/)
})

test('the model notices deaths that are not told', async (t) => {
  t.regex(await broken(filtering(({ name }) => name !== 'down')), /was not told|nobody was told|were left/)
})

test('the model notices asks that outlive their receiver', async (t) => {
  t.regex(
    await broken(filtering(({ name }) => name !== 'placeDown')),
    /not told|nobody was told|settled|left/,
  )
})

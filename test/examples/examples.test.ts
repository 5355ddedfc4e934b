import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'
import { runExample, runScript } from './run.js'

const folder = join(PACKAGE_ROOT, 'examples')
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

/** What the output of each example must show. */
const shows: Record<string, RegExp[]> = {
  'ping-pong': [/^10000 rounds between two threads/m, /^pong hit the ball 10000 times$/m],
  'scatter-gather': [
    /^tea: market 3\.10, corner 4\.20, station 5\.50; no answer in time from asleep \(ERR_ASK_TIMEOUT\)$/m,
    /^bread: corner 2\.90, station 3\.40; no answer in time from asleep/m,
    /^salt: no offers; no answer in time from asleep/m,
  ],
  'two-processes': [
    /^hits is 2, child is 42, both in the other process$/m,
    /^the other process is killed: child is unreachable$/m,
    /^asking it fails with ERR_ACTOR_DOWN$/m,
  ],
}

for (const [name, expected] of Object.entries(shows)) {
  test(`${name} shows what it is about, and ends by itself`, async (t) => {
    const { code, stdout, stderr } = await runExample(name)
    t.is(stderr, '')
    for (const line of expected) t.regex(stdout, line)
    t.is(code, 0)
  })
}

test('worker-pool: workers crash and a thread is lost, and yet every job is done once', async (t) => {
  const { code, stdout, stderr } = await runExample('worker-pool')
  t.is(stderr, '')
  t.regex(stdout, /job \d*7 broke it → restart/)
  t.regex(stdout, /the thread of \/pools\/pool-1-\d exited with code 1 → restart/)
  const [, crashes, done] = /^(\d+) crashes, (\d+) of 100 jobs done once/m.exec(stdout) ?? []
  t.true(Number(crashes) >= 3)
  t.is(done, '100')
  t.is(code, 0)
})

test('pipeline: the limit sets the pace, in order, and the source runs no further ahead than there is credit', async (t) => {
  const { code, stdout, stderr } = await runExample('pipeline')
  t.is(stderr, '')
  // A lower bound, whatever the machine: 120 readings have 119 pauses of 10 ms between them.
  const [, seconds] = /^120 readings in order in ([\d.]+) s$/m.exec(stdout) ?? []
  t.true(Number(seconds) >= 1.18, stdout)
  const [, ahead] = /never more than (\d+) ahead/.exec(stdout) ?? []
  // Four between source and limiter, four between limiter and reader, one in the limiter's hands.
  t.true(Number(ahead) >= 1 && Number(ahead) <= 9, stdout)
  t.is(code, 0)
})

test('every example is listed with its purpose, stands in the table, and is tested here', async (t) => {
  const { code, stdout } = await runScript('tools/example.mjs')
  t.is(code, 0)
  const table = readFileSync(join(folder, 'README.md'), 'utf8')
  const own = readFileSync(join(PACKAGE_ROOT, 'test/examples/examples.test.ts'), 'utf8')
  t.is(stdout.trim().split('\n').length, names.length)
  for (const name of names) {
    t.regex(stdout, new RegExp(`npm run example -- ${name} +[A-Z].*[.]$`, 'm'))
    t.true(table.includes(`[${name}](${name}/main.ts)`), name)
    t.true(own.includes(`'${name}'`), name)
  }
})

test('an unknown example is refused with the names of those there are', async (t) => {
  const { code, stderr } = await runScript('tools/example.mjs', ['ping'])
  t.is(code, 2)
  t.is(stderr, `troupe: there is no example 'ping'; there are: ${[...names].sort().join(', ')}\n`)
})

test('examples import what a user would: the package by its name', (t) => {
  for (const name of names) {
    for (const file of readdirSync(join(folder, name))) {
      const text = readFileSync(join(folder, name, file), 'utf8')
      for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
        t.regex(from!, /^(troupe\/actor|node:\w+|\.\/[\w-]+\.js)$/, `${name}/${file}`)
      }
    }
  }
})

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const script = fileURLToPath(new URL('../fixtures/tensor/tidy-loop.js', import.meta.url))

test('10,000 training steps in tidy() leave resident memory within 12 MiB and no tensor behind', (t) => {
  t.timeout(900_000)
  const flags = ['--max-semi-space-size=2']
  const output = execFileSync(process.execPath, [...flags, script], { encoding: 'utf8', timeout: 800_000 })
  const { start, end, most } = JSON.parse(output)
  const risen = (most - start.resident) / 2 ** 20
  t.log(`${Math.round(start.resident / 2 ** 20)} MiB, at most ${risen.toFixed(1)} more`)
  t.is(end.tensors, start.tensors)
  t.true(risen <= 12, output)
})

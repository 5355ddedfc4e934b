import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const script = fileURLToPath(new URL('../fixtures/tensor/tidy-loop.js', import.meta.url))

test('10,000 training steps in tidy() leave the resident set within 5 % and no tensor behind', (t) => {
  const flags = ['--max-semi-space-size=2']
  const output = execFileSync(process.execPath, [...flags, script], { encoding: 'utf8', timeout: 120_000 })
  const { start, end, most } = JSON.parse(output)
  t.log(
    `${Math.round(start.rss / 2 ** 20)} MiB → ${Math.round(end.rss / 2 ** 20)} MiB, at most ${Math.round(most / 2 ** 20)}`,
  )
  t.is(end.tensors, start.tensors)
  t.true(Math.abs(end.rss / start.rss - 1) <= 0.05, output)
  t.true(most / start.rss <= 1.05, output)
})

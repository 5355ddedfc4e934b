import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { PACKAGE_ROOT } from '../../../src/native/index.js'

/** The numbers of rules that titles of tests begin with, as in `5, 6: a failure …`. */
function numbersOf(folder: string): Set<number> {
  const files = readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
  const numbers = new Set<number>()
  for (const file of files.filter((name) => name.endsWith('.test.ts'))) {
    const text = readFileSync(join(PACKAGE_ROOT, folder, file), 'utf8')
    for (const [, list] of text.matchAll(/\btest(?:\.serial)?\(\s*['"`](\d+(?:, \d+)*): /g)) {
      for (const number of list!.split(', ')) numbers.add(Number(number))
    }
  }
  return numbers
}

test('every numbered semantic is stated to users with what it does not promise, and has tests that bear its number', (t) => {
  const page = readFileSync(join(PACKAGE_ROOT, 'docs/semantics.md'), 'utf8')
  const rules = page.split(/^## /m).filter((section) => /^\d/.test(section))
  const numbers = rules.map((rule) => Number.parseInt(rule, 10))
  t.deepEqual(
    numbers,
    Array.from({ length: 14 }, (_, i) => i + 1),
  )
  for (const rule of rules) t.regex(rule, /^\*Not promised:\* /m, rule.split('\n')[0])
  const tested = new Set([...numbersOf('test/actor'), ...numbersOf('test/transport')])
  t.deepEqual(
    [...tested].sort((a, b) => a - b),
    numbers,
  )
})

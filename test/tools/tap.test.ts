import { join } from 'node:path'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'

const { Tally } = await import(join(PACKAGE_ROOT, 'tools/test/tap.mjs'))

/** Reads a whole stream, in pieces of seven characters, as a pipe might cut it. */
function read(text: string) {
  const lines: string[] = []
  const tally = new Tally((line: string) => lines.push(line))
  for (let at = 0; at < text.length; at += 7) tally.push(text.slice(at, at + 7))
  return { tally, lines }
}

test('a run is counted, and its last line is plain', (t) => {
  const { tally, lines } = read(
    'TAP version 13\nok 1 - a › first\nnot ok 2 - a › second\n  ---\n    message: no\n  ...\nok 3 - b # SKIP\n\n1..3\n# tests 2\n# pass 1\n# skip 1\n# fail 1\n',
  )
  t.is(String(tally), '1 passed, 1 failed, 1 skipped')
  t.deepEqual(lines, ['  ✔ a › first', '  ✘ a › second', '  ---', '    message: no', '  ...', '  - b'])
})

test('nothing skipped is not mentioned', (t) => {
  t.is(String(read('ok 1 - x\nok 2 - y\n').tally), '2 passed, 0 failed')
})

test('a title that looks like a directive stays a title', (t) => {
  t.is(
    String(read('ok 1 - says # TODOs are counted as failed\nok 2 - a - b # c\n').tally),
    '2 passed, 0 failed',
  )
})

test('tests that never ran count as failed', (t) => {
  t.is(
    String(read('ok 1 - x\n# 3 tests remaining in a.test.js\n\n1..1\n# tests 4\n# pass 1\n# fail 3\n').tally),
    '1 passed, 3 failed',
  )
})

test('a crash that belongs to no test counts as failed', (t) => {
  t.is(String(read('not ok 1 - dist/test/x.test.js exited due to SIGSEGV\n').tally), '0 passed, 1 failed')
})

test('the end says again what failed, with its log and its error', (t) => {
  const { tally } = read(
    'ok 1 - a › first\n#   not this\nnot ok 2 - a › second\n#   noted\nprinted by somebody\n  ---\n    message: no\n' +
      '  ...\nprinted later\nnot ok 3 - a › third\nok 4 - a › fourth\n  ---\n# 2 tests remaining in b.test.js\n',
  )
  t.deepEqual(tally.recall(), [
    '',
    'What failed:',
    '  ✘ a › second',
    '  #   noted',
    '      message: no',
    '  ✘ a › third',
    '  ✘ 2 tests remaining in b.test.js',
    '',
  ])
})

test('the end of a run in which nothing failed says nothing again', (t) => {
  t.deepEqual(read('ok 1 - x\n#   noted\n').tally.recall(), [])
})

test('what is said again is bounded', (t) => {
  const long = Array.from({ length: 41 }, (_, at) => `    line ${at}\n`).join('')
  const failures = Array.from(
    { length: 23 },
    (_, at) => `not ok ${at + 1} - test ${at}\n  ---\n${long}  ...\n`,
  )
  const lines: string[] = read(failures.join('')).tally.recall()
  t.is(lines.filter((line) => line.startsWith('  ✘ ')).length, 20)
  t.is(lines.filter((line) => line.startsWith('      line ')).length, 20 * 40)
  t.is(lines.filter((line) => line === '      … and 1 more line, above').length, 20)
  t.is(lines.at(-2), '  … and 3 more, above')
})

test('the end says the figures of randomized tests again', (t) => {
  const { tally } = read(
    'ok 1 - a › storm\n#   TROUPE_SEED=1\n#   figures: 3 runs\nok 2 - a › calm\n#   not this\n',
  )
  t.deepEqual(tally.recall(), ['', 'What was run:', '  a › storm', '      figures: 3 runs', ''])
})

import { spawnSync } from 'node:child_process'
import test from 'ava'
import { seed, times } from '../scale.js'
import { compile, patienceMs } from './compile.js'

for (const [name, flags] of [
  ['optimised', ['-O2']],
  ['AddressSanitizer', ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']],
] as const) {
  test.serial(
    `a writer that is really killed leaves a whole bank, and damage and wrong lengths are noticed: ${name}`,
    (t) => {
      t.timeout(2 * patienceMs)
      const kills = times(20, 500)
      const sources = ['test/cpp/memory_banks.cc', 'cpp/core/memory_writer.cc']
      const run = spawnSync(compile(`memory-banks-${name}`, sources, flags), [`${kills}`, `${seed(1)}`], {
        encoding: 'utf8',
        timeout: patienceMs,
      })
      t.is(run.stderr, '')
      t.is(run.stdout, `${3 * kills} kills\n`)
      t.is(run.status, 0)
    },
  )
}

for (const [name, flags, writers] of [
  ['optimised', ['-O2'], 60],
  ['ThreadSanitizer', ['-O1', '-g', '-fsanitize=thread'], 12],
  ['AddressSanitizer', ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'], 30],
] as const) {
  const sources = ['test/cpp/memory_writer.cc', 'cpp/core/memory_writer.cc']
  const write = (...args: string[]) =>
    spawnSync(compile(`memory-writer-${name}`, sources, flags), args, {
      encoding: 'utf8',
      timeout: patienceMs,
    })

  test.serial(`every bank that is sealed beside two threads that train holds its step: ${name}`, (t) => {
    t.timeout(2 * patienceMs)
    const run = write(`${times(writers, 4 * writers)}`)
    t.is(run.stderr, '')
    t.is(run.stdout, `${times(writers, 4 * writers)} writers\n`)
    t.is(run.status, 0)
  })

  if (name !== 'optimised') continue
  test.serial('a chunk that is changed before its old value is put aside shows in a bank', (t) => {
    t.timeout(2 * patienceMs)
    const run = write('2000', 'unstaged')
    // A word that changes between the sum and the copy of it makes the bank's own checksum wrong: it is none then.
    t.regex(run.stdout, /^(a bank holds something else than its step|no bank was sealed)\n$/)
    t.is(run.status, 1)
  })
}

function crash(rules: string) {
  const program = compile('memory-crash', ['test/cpp/memory_crash.cc'], ['-O2'])
  return spawnSync(program, [rules], { encoding: 'utf8', timeout: patienceMs })
}

test.serial(
  'a crash between any two stores leaves the newest sealed state, and nothing that passes for damage',
  (t) => {
    t.timeout(2 * patienceMs)
    const run = crash('rules')
    t.is(run.stderr, '')
    t.regex(run.stdout, /^\d{5,} crashes\n$/)
    t.is(run.status, 0)
  },
)

for (const [rule, variant, broken] of [
  ['a seal that is not cleared first', 'seal-kept', /a crash passes for damage/],
  ['a seal that is set before its words', 'sealed-early', /a crash passes for damage/],
  ['one bank written again and again', 'same-bank', /the newest sealed state is not found/],
  ['a seal that is not checked', 'seal-believed', /an older state is found/],
  ['a body that is not checked', 'body-believed', /(a manifest|an image) is not its step's/],
] as const) {
  test.serial(`a crash shows what is wrong with ${rule}`, (t) => {
    t.timeout(2 * patienceMs)
    const run = crash(variant)
    t.regex(run.stdout, broken)
    t.is(run.status, 1)
  })
}

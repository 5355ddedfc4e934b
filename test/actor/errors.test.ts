import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'

test('every error code of actors stands in docs/errors.md with its remedy', (t) => {
  const page = readFileSync(join(PACKAGE_ROOT, 'docs/errors.md'), 'utf8')
  const codes = new Set<string>()
  for (const folder of ['src/actor', 'src/transport', 'src/testing']) {
    const files = readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(join(PACKAGE_ROOT, folder, file), 'utf8')
      for (const [, code] of text.matchAll(/'(ERR_[A-Z_]+)'/g)) codes.add(code!)
    }
  }
  t.true(codes.size > 30)
  t.deepEqual(
    [...codes].filter((code) => !page.includes(`\`${code}\``)),
    [],
  )
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { compile, root } from '../docs/programs.js'

test('the compiler knows what test/fixtures/tensor/shapes.ts says of shapes, models and batches', (t) => {
  t.timeout(900_000)
  const file = join(root, 'test/fixtures/tensor/shapes.ts')
  // Not an empty promise: a directive whose line compiles is itself an error.
  t.true(readFileSync(file, 'utf8').split('@ts-expect-error').length > 12)
  t.deepEqual(compile([file], false), [])
})

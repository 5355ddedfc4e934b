import { readFileSync } from 'node:fs'
import test from 'ava'
import { parseSignature } from '../../src/tensor/operations/row.js'
import { generatedFiles } from '../../tools/generate-operations.js'

for (const [path, text] of generatedFiles()) {
  test(`${path} is what the table gives`, (t) => {
    const committed = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
    t.true(committed === text, 'run npm run generate and commit the result')
  })
}

test('a signature that does not follow the notation is refused', (t) => {
  for (const bad of ['add', 'add(input)', 'add(input: thing)', 'add(input: tensor,other: int)']) {
    t.throws(() => parseSignature(bad), { instanceOf: SyntaxError })
  }
})

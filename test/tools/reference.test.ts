import test from 'ava'
import * as actor from '../../src/actor/index.js'
import * as troupe from '../../src/index.js'
import { reference } from '../../tools/generate-docs.js'

const { pages, undocumented } = reference()

test('every value that the package exports has a section in the reference, and its doc comment', (t) => {
  for (const [page, exported] of [
    ['troupe.md', troupe],
    ['troupe.nn.md', troupe.nn],
    ['troupe.F.md', troupe.F],
    ['troupe-actor.md', actor],
  ] as const) {
    const sections = new Set(pages.get(page)!.match(/^## \S+$/gm))
    for (const name of Object.keys(exported)) t.true(sections.has(`## ${name}`), `${page}: ${name}`)
  }
  t.deepEqual(undocumented, [], 'write a doc comment: it is what the reference says of it')
})

test('a class is shown with what it inherits, without what is private', (t) => {
  const text = pages.get('troupe.md')!
  const tensor = text.slice(text.indexOf('\n## Tensor\n'), text.indexOf('\n## TensorArgumentError\n'))
  for (const member of ['relu(): Same', 'get shape()', 'backward(', 'Sizes by dimension; frozen.'])
    t.true(tensor.includes(member), member)
  t.notRegex(tensor, /#shape|registerFinalizer|wrap\(/)
})

test('links between the pages lead somewhere', (t) => {
  for (const [file, text] of pages)
    for (const [, to] of text.matchAll(/\]\(([^):]+\.md)\)/g)) t.true(pages.has(to!), `${file}: ${to}`)
})

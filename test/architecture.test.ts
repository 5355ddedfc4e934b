import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { cycles, importsOf, loadedWith, readImports } from './import-graph.js'

/** The layers from the top down: a file imports from its own layer and from rows below, never from above. */
const rows: readonly (readonly string[])[] = [
  ['cli'],
  ['index'],
  ['top'],
  ['run'],
  ['launcher'],
  ['faults/lab', 'tasks'],
  ['agents'],
  ['training'],
  ['supervision', 'inspection'],
  ['state'],
  ['arena', 'data', 'observe'],
  ['testing'],
  ['actor', 'tensor', 'strays'],
  ['transport'],
  ['native'],
  ['leaf'],
]

const root = fileURLToPath(new URL('../..', import.meta.url))

function layerOf(file: string): string {
  if (/^src\/(awake|errors|plain-file|zod)\.ts$/.test(file) || file.startsWith('src/faults/points/'))
    return 'leaf'
  if (file.startsWith('agents/')) return 'agents'
  if (file === 'src/index.ts') return 'index'
  if (file.startsWith('src/faults/lab/')) return 'faults/lab'
  const [, folder, rest] = file.split('/')
  return rest === undefined ? 'top' : folder!
}

// Imports of types count like all others: a file that can't be read without another one is tied to it.
const imports = readImports(root, ['src', 'agents'])

test('imports point down the layers only', (t) => {
  const wrong: string[] = []
  for (const [file, found] of imports) {
    const from = rows.findIndex((row) => row.includes(layerOf(file)))
    t.true(from >= 0, `${file} belongs to no layer: name its folder in this test`)
    for (const to of found) {
      const down = rows.findIndex((row) => row.includes(layerOf(to)))
      const sideways = down === from && layerOf(to) !== layerOf(file)
      if (down < from || sideways) wrong.push(`${file} → ${to}`)
    }
  }
  t.deepEqual(wrong, [])
})

test('no file imports itself by way of others, types included', (t) => {
  t.deepEqual(cycles(imports), [])
})

test('a cycle is found wherever it hides, and said once', (t) => {
  const graph = (arrows: Record<string, string[]>) => new Map(Object.entries(arrows))
  t.deepEqual(cycles(graph({ top: ['left', 'right'], left: ['ground'], right: ['ground'], ground: [] })), [])
  t.deepEqual(cycles(graph({ a: ['b'], b: ['a'] })), ['a → b → a'])
  t.deepEqual(cycles(graph({ a: ['a'] })), ['a → a'])
  // Not on the first way through, and behind a file that was left already.
  t.deepEqual(cycles(graph({ a: ['b', 'c'], b: ['d'], c: ['b', 'e'], d: [], e: ['c'] })), ['c → e → c'])
  t.deepEqual(cycles(graph({ a: ['b'], b: ['a'], c: ['d', 'a'], d: ['e'], e: ['c'] })), [
    'a → b → a',
    'c → d → e → c',
  ])
})

test('every way to write an import is seen', (t) => {
  const text = `
    import './effect.js'
    import value, { type Kind } from './value.js'
    import type { Shape } from '../shape.js'
    import {
      long,
      list,
    } from './list.js'
    export * from './all.js'
    export type { Part } from './part.js'
    import fs from 'node:fs'
    const late = await import('./late.js')
    let far: import('./far.js').Far
    const from = './no.js'
  `
  t.deepEqual(importsOf('src/folder/file.ts', text), [
    'src/folder/effect.ts',
    'src/folder/value.ts',
    'src/shape.ts',
    'src/folder/list.ts',
    'src/folder/all.ts',
    'src/folder/part.ts',
    'src/folder/late.ts',
    'src/folder/far.ts',
  ])
})

test('properties draw by one seed: fast-check is imported in one place only', (t) => {
  const importing = [...readImports(root, ['test']).keys()].filter((file) =>
    /^import .* from 'fast-check'/m.test(readFileSync(join(root, file), 'utf8')),
  )
  t.deepEqual(importing, ['test/properties.ts'])
})

test('addons are loaded in one place only', (t) => {
  for (const file of imports.keys()) {
    if (file.startsWith('src/native/')) continue
    t.notRegex(readFileSync(join(root, file), 'utf8'), /\.node['"`]/, file)
  }
})

const threads: [what: string, entries: readonly string[], has: string, foreign: RegExp][] = [
  [
    'an agent loads what it needs to compute: no package, and nothing of those who look after it',
    // The second is what its task imports.
    ['agents/trainer.js', 'src/index.js'],
    'src/training/session.js',
    /src\/(cli|launcher|run|faults\/lab|state\/memory|supervision\/lives|train|actor\/system)\b/,
  ],
  [
    'the thread that writes checkpoints loads no package, and nothing that computes',
    ['agents/checkpoint-writer.js'],
    'src/state/checkpoint/write.js',
    /src\/(cli|launcher|run|data|training\/(session|prepare)|tensor\/(tensor|nn|optim|generated))\b/,
  ],
]
for (const [what, entries, has, foreign] of threads) {
  test(what, (t) => {
    const every = ['src/actor/place/thread.js', 'src/transport/ring/bootstrap.js']
    const { files, packages } = loadedWith([...entries, ...every].map((entry) => join(root, 'dist', entry)))
    t.true(files.has(join(root, 'dist', has)))
    t.deepEqual([...packages], [])
    t.deepEqual(
      [...files].filter((file) => foreign.test(file) && !file.endsWith('/errors.js')),
      [],
    )
  })
}

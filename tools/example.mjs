#!/usr/bin/env node
/**
 * `npm run example -- NAME`: sets up what is missing and runs one program of examples/; without a name it lists them.
 * Needs no libtorch, and runs without the addon too.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './native/command.mjs'
import { mainly, Remedy } from './native/remedy.mjs'
import { ROOT, setUp } from './setup.mjs'

const folder = join(ROOT, 'examples')
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts')))

/** The first sentence of the comment that a program begins with. */
function purpose(name) {
  const text = readFileSync(join(folder, name, 'main.ts'), 'utf8')
  const comment = /^(?:\/\/ .*\n)+/.exec(text)?.[0] ?? ''
  return /.*?[.](?=\s|$)|.*/.exec(
    comment
      .replace(/^\/\/ /gm, '')
      .replace(/\n/g, ' ')
      .trim(),
  )[0]
}

await mainly(async () => {
  const [name, ...rest] = process.argv.slice(2)
  if (name === undefined) {
    const width = Math.max(...names.map(({ length }) => length))
    for (const each of names) console.log(`npm run example -- ${each.padEnd(width)}  ${purpose(each)}`)
    return 0
  }
  if (!names.includes(name)) {
    throw new Remedy(`there is no example '${name}'; there are: ${names.join(', ')}`)
  }
  await setUp({ native: false, system: false })
  return run(process.execPath, [join(ROOT, 'dist/examples', name, 'main.js'), ...rest], { cwd: ROOT })
})

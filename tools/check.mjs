#!/usr/bin/env node
/** `npm run check [-- --write]`: format and lint of TypeScript, format of C++ (where clang-format is there), types. */
import { join } from 'node:path'
import { run, which } from './native/command.mjs'
import { mainly } from './native/remedy.mjs'
import { filesBelow } from './native/stamp.mjs'
import { ROOT, setUp } from './setup.mjs'

await mainly(async () => {
  await setUp({ native: false })
  const write = process.argv.includes('--write')
  const bin = (name) => join(ROOT, 'node_modules/.bin', name)
  const failed = []
  const check = async (name, command, args) => {
    if ((await run(command, args, { cwd: ROOT })) !== 0) failed.push(name)
  }
  await check('biome', bin('biome'), ['check', ...(write ? ['--write'] : []), '--error-on-warnings', '.'])
  const sources = filesBelow(
    join(ROOT, 'cpp'),
    (path) => /\.(cc|cu|h)$/.test(path) && !path.includes('/generated/'),
  )
  if (which('clang-format') === undefined) console.log('clang-format is not installed: C++ not checked')
  else
    await check(
      'clang-format',
      'clang-format',
      write ? ['-i', ...sources] : ['--dry-run', '--Werror', ...sources],
    )
  if (failed.length === 0) console.log('all in order')
  else console.log(`not in order: ${failed.join(', ')}; npm run check -- --write puts most of it right`)
  return failed.length === 0 ? 0 : 1
})

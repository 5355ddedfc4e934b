#!/usr/bin/env node
/** `npm start [-- options of troupe train]`: sets up what is missing, then trains the built-in `digits`. */
import { join } from 'node:path'
import { run } from './native/command.mjs'
import { mainly } from './native/remedy.mjs'
import { ROOT, setUp } from './setup.mjs'

await mainly(async () => {
  await setUp()
  const main = join(ROOT, 'dist/src/cli/main.js')
  return run(process.execPath, [main, 'train', 'digits', ...process.argv.slice(2)], { cwd: ROOT })
})

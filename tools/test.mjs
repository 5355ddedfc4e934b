#!/usr/bin/env node
/**
 * `npm test`: sets up what is missing, runs the suite, and ends with what failed and `N passed, N failed`.
 * `--full` runs the longer tests instead, `--soak` repeats the randomized ones; further arguments are AVA's (`-- --match '*ledger*'`).
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { mainly } from './native/remedy.mjs'
import { ROOT, setUp } from './setup.mjs'
import { Tally } from './test/tap.mjs'

await mainly(async () => {
  await setUp()
  const rest = process.argv.slice(2)
  const longer = ['full', 'soak'].find((name) => rest.includes(`--${name}`))
  const config = longer ? ['--config', join(ROOT, `tools/test/${longer}.config.mjs`)] : []
  const ava = join(ROOT, 'node_modules/ava/entrypoints/cli.mjs')
  const args = [ava, '--tap', ...config, ...rest.filter((argument) => argument !== `--${longer}`)]
  const tally = new Tally((line) => console.log(line))
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.stdout.setEncoding('utf8').on('data', (text) => tally.push(text))
  const code = await new Promise((resolve) => child.once('close', (status) => resolve(status ?? 1)))
  // A run in which nothing passed has tested nothing, whatever its exit code.
  if (code !== 0 && tally.failed === 0)
    console.log(`AVA ended with exit code ${code} although no test failed`)
  for (const line of tally.recall()) console.log(line)
  console.log(String(tally))
  return tally.failed > 0 || code !== 0 || tally.passed === 0 ? 1 : 0
})

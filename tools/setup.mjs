#!/usr/bin/env node
/**
 * Brings a fresh clone to where `npm start` and `npm test` can run, and says each step in one line. Needs nothing
 * but Node: this runs before any package is there. What is done already costs a look.
 */
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mainly, Remedy } from './native/remedy.mjs'
import { installPackages } from './setup/npm.mjs'
import { installSystemPackages } from './setup/system.mjs'
import { compileTypeScript } from './setup/typescript.mjs'

export const ROOT = resolve(fileURLToPath(import.meta.url), '../..')

const say = (line) => console.log(`troupe: ${line}`)

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const least = { 20: 19, 22: 13, 24: 0 }[major]
  if (process.platform !== 'linux')
    throw new Remedy(
      `troupe runs on Linux only, not on ${process.platform}; use a Linux machine or container`,
    )
  if (major < 26 && (least === undefined || minor < least)) {
    throw new Remedy(
      `Node ${process.versions.node} is not supported; install Node 20 (from 20.19), 22 (from 22.13), 24 or 26`,
    )
  }
}

/**
 * All steps, in the order of their needs. Throws `Remedy` when a person must act. `native: false` leaves the addon to
 * the caller, `system: false` also does without the system's compilers and libraries.
 */
export async function setUp({ native = true, system = true } = {}) {
  checkNode()
  if (system) await installSystemPackages(ROOT, say)
  await installPackages(ROOT, say)
  await compileTypeScript(ROOT, say)
  if (!native) return
  const { build } = await import('./native/build.mjs')
  await build({ say })
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  await mainly(() => setUp())

#!/usr/bin/env node
/**
 * Prints as JSON what a build would use: `{ programs: { name: version line }, missing, libtorch, problem }`.
 * `troupe doctor` asks it, so that both look with the same eyes.
 */
import { execFileSync } from 'node:child_process'
import { findPrograms } from './compiler.mjs'
import { findLibtorch } from './libtorch.mjs'
import { Remedy } from './remedy.mjs'

function versionLine(path) {
  try {
    const text = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    })
    return text.split('\n')[0]
  } catch {
    return path
  }
}

const { paths, missing } = findPrograms()
const programs = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, versionLine(path)]))
let libtorch
let problem
try {
  libtorch = findLibtorch()
} catch (error) {
  if (!(error instanceof Remedy)) throw error
  problem = error.message
}
console.log(JSON.stringify({ programs, missing, libtorch: libtorch ?? null, problem: problem ?? null }))

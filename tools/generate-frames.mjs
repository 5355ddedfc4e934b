#!/usr/bin/env node
/**
 * Writes test/transport/wire/generated from schema/envelope.fbs: `node tools/generate-frames.mjs`, with flatc (Debian:
 * flatbuffers-compiler). The frames of the package are written and read by hand (src/transport/wire); the generated
 * code is what they are held against.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'test/transport/wire/generated')

/** File name → contents. Throws what `execFileSync` throws when there is no flatc. */
export function generateFrames(schema = join(root, 'schema/envelope.fbs')) {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-flatc-'))
  try {
    execFileSync('flatc', ['--ts', '-o', folder, schema], { stdio: 'pipe' })
    const made = join(folder, 'troupe/wire')
    return new Map(readdirSync(made).map((name) => [name, adapt(readFileSync(join(made, name), 'utf8'))]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** flatc 2 writes imports for bundlers; Node wants the files' names. */
function adapt(source) {
  return source.replaceAll(/from '\.\.\/\.\.\/troupe\/wire\/(\w+)'/g, "from './$1.js'")
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(target, { recursive: true })
  for (const [name, source] of generateFrames()) writeFileSync(join(target, name), source)
}

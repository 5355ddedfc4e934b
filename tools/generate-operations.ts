/**
 * Writes the code that follows from the table of operations (src/tensor/operations): the native bindings, the
 * declaration of the addon, and the typed methods and functions. `npm run generate` runs it; a test compares
 * the committed files with what it would write.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { operationsSource, roomSource } from '../src/tensor/operations/native.js'
import { snakeCase } from '../src/tensor/operations/row.js'
import { headers, rooms, table } from '../src/tensor/operations/table.js'
import {
  addonSource,
  functionalSource,
  functionsSource,
  linalgSource,
  methodsSource,
} from '../src/tensor/operations/typescript.js'

/** Path from the repository's root → contents, for every generated file. */
export function generatedFiles(): Map<string, string> {
  return new Map([
    ['cpp/tensor/generated/operations.cc', operationsSource(Object.keys(rooms))],
    ...Object.entries(rooms).map(
      ([room, rows]) =>
        [`cpp/tensor/generated/${snakeCase(room)}.cc`, roomSource(room, rows, headers[room] ?? [])] as const,
    ),
    ['src/tensor/generated/addon.ts', addonSource(table)],
    ['src/tensor/generated/methods.ts', methodsSource(table)],
    ['src/tensor/generated/functions.ts', functionsSource(table)],
    ['src/tensor/generated/functional.ts', functionalSource(table)],
    ['src/tensor/generated/linalg.ts', linalgSource(table)],
  ])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // This file runs from dist/tools.
  for (const [path, text] of generatedFiles()) {
    const url = new URL(`../../${path}`, import.meta.url)
    mkdirSync(dirname(fileURLToPath(url)), { recursive: true })
    writeFileSync(url, text)
  }
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The repository's root; tests run from dist/. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A block of a page: a program, and what it says that it prints. */
export interface Program {
  readonly text: string
  readonly prints: readonly string[]
}

/** The `ts` blocks of a page; a line `console.log(…) // text` prints the text. */
export function programsOf(page: string): Program[] {
  const text = readFileSync(`${root}/${page}`, 'utf8')
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => ({
    text: block!,
    prints: [...block!.matchAll(/^\s*console\.log\(.*\) \/\/ (.+)$/gm)].map(([, line]) => line!),
  }))
}

const options: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  skipLibCheck: true,
}

/** Compiles files as a user of the package does, and writes the JavaScript beside them. What is wrong, in words. */
export function compile(files: readonly string[], emit = true): string[] {
  const program = ts.createProgram({ rootNames: files, options: { ...options, noEmit: !emit } })
  const wrong = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics]
  return wrong.map(({ file, start, messageText }) => {
    const line = file === undefined ? '' : file.getLineAndCharacterOfPosition(start ?? 0).line + 1
    return `${file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

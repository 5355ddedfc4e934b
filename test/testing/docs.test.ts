import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import ts from 'typescript'

const root = new URL('../../../', import.meta.url)

/** The blocks of a page that begin with the name of a file, by that name. */
async function filesOf(page: string): Promise<Map<string, string>> {
  const text = await readFile(new URL(page, root), 'utf8')
  const blocks = text.matchAll(/^```ts\n(\/\/ (\S+\.ts)\n[\s\S]*?)^```$/gm)
  return new Map([...blocks].map(([, block, name]) => [name!, block!]))
}

test('the example in docs/testing.md compiles, runs, and prints what the page says', async (t) => {
  t.timeout(600_000)
  // Inside the package, so that `troupe/testing` means this one.
  const folder = await mkdtemp(new URL('dist/test/testing-docs-', root).pathname)
  t.teardown(() => rm(folder, { recursive: true }))
  const files = await filesOf('docs/testing.md')
  t.deepEqual([...files.keys()], ['ticker.ts', 'ticker.test.ts'])
  for (const [name, text] of files) await writeFile(join(folder, name), text)
  const program = ts.createProgram({
    rootNames: [...files.keys()].map((name) => join(folder, name)),
    options: {
      strict: true,
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      skipLibCheck: true,
    },
  })
  const { diagnostics } = program.emit()
  const wrong = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  t.deepEqual(
    wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    [],
  )
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'ticker.test.js')], {
    timeout: 240_000,
  })
  t.regex(stdout, /^1 600\d\d(\.\d+)?\nhello probe\nrestart\nstopped\n$/)
})

import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { compile, programsOf, root } from './programs.js'

const pages = [
  'docs/autograd.md',
  'docs/from-pytorch.md',
  'docs/from-tfjs.md',
  'docs/interchange.md',
  'docs/nn.md',
  'docs/optimizers.md',
]

test('the programs of the pages compile, run, and print what the pages say', async (t) => {
  t.timeout(1_200_000)
  // Inside the package, so that `troupe` means this one.
  const folder = await mkdtemp(join(root, 'dist/test/pages-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await copyFile(join(root, 'test/tensor/reference/net.pt'), join(folder, 'net.pt'))
  const programs = pages.flatMap((page, p) =>
    programsOf(page).map((program, k) => ({ ...program, page, file: join(folder, `page-${p}-${k}`) })),
  )
  t.true(programs.length >= 17 && programs.some(({ prints }) => prints.length > 0))
  for (const { file, text } of programs) await writeFile(`${file}.ts`, text)
  t.deepEqual(compile(programs.map(({ file }) => `${file}.ts`)), [])
  for (const { file, page, prints } of programs) {
    const { stdout } = await promisify(execFile)(process.execPath, [`${file}.js`], {
      cwd: folder,
      timeout: 240_000,
    })
    t.deepEqual(stdout.split('\n').slice(0, -1), prints, page)
  }
})

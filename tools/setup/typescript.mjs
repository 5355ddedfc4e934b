import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from '../native/command.mjs'
import { Remedy } from '../native/remedy.mjs'
import { filesBelow, hashFiles } from '../native/stamp.mjs'

const SOURCES = ['src', 'agents', 'test', 'bench', 'tools', 'examples']
const OUTPUT = /(\.d\.ts|\.js|\.js\.map)$/

/** Removes what was compiled from a file that is gone: a test that was deleted would still run. */
function prune(root) {
  const dist = join(root, 'dist')
  for (const file of SOURCES.flatMap((folder) =>
    filesBelow(join(dist, folder), (path) => OUTPUT.test(path)),
  )) {
    const source = join(root, relative(dist, file)).replace(OUTPUT, '.ts')
    if (!existsSync(source)) rmSync(file)
  }
}

/** Compiles TypeScript into dist/ when a source, the settings or a package changed. */
export async function compileTypeScript(root, say) {
  const sources = SOURCES.flatMap((folder) => filesBelow(join(root, folder), (path) => /\.ts$/.test(path)))
  const key = hashFiles([
    ...['tsconfig.json', 'package.json', 'package-lock.json'].map((name) => join(root, name)),
    ...sources,
  ])
  const stamp = join(root, 'dist/.stamp')
  prune(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return say('TypeScript: up to date')
  say('TypeScript: compiling into dist')
  rmSync(stamp, { force: true })
  const code = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', root], {
    cwd: root,
  })
  if (code !== 0) throw new Remedy('TypeScript did not compile; the errors are above')
  writeFileSync(stamp, key)
}

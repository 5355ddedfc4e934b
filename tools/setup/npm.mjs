import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { explain, run, which } from '../native/command.mjs'
import { Remedy } from '../native/remedy.mjs'

/** Names what of package-lock.json is not in node_modules, going by npm's own record of what it put there. */
export function missingPackages(root) {
  const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})
  const wanted = Object.entries(read(join(root, 'package-lock.json')))
  const there = read(join(root, 'node_modules/.package-lock.json'))
  // Optional ones are another platform's binaries.
  return wanted
    .filter(([path, entry]) => path !== '' && !entry.optional && there[path]?.version !== entry.version)
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
}

/**
 * Installs exactly package-lock.json, development packages too: the build needs the TypeScript compiler. Install
 * scripts stay off: none of the packages needs one, and ours is the set-up's next step, with its own line.
 */
export async function installPackages(root, say) {
  const missing = missingPackages(root)
  if (missing.length === 0) return say('npm packages: up to date')
  say(`npm packages: installing ${missing.length} (npm ci)`)
  const log = join(root, '.cache/setup/npm.log')
  mkdirSync(join(root, '.cache/setup'), { recursive: true })
  // Under `npm start` the npm that runs us is known; a bare `node tools/setup.mjs` finds the one on the path.
  const npm = process.env.npm_execpath
  const command = npm?.endsWith('.js') ? process.execPath : (which('npm') ?? 'npm')
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']
  const code = await run(command, npm?.endsWith('.js') ? [npm, ...args] : args, { cwd: root, log })
  if (code !== 0) throw new Remedy(`npm ci failed; the log is ${log}:\n${explain(log, 15)}`)
}

import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { PACKAGE_ROOT } from '../../src/native/index.js'

const run = promisify(execFile)
const MINUTES = 60_000

// npm hands its own settings to what it runs (`npm test` runs this), among them the folder of the project.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))

/** An empty project that has the package from its tarball; install scripts as given. */
async function installed(scripts: boolean): Promise<string> {
  const project = mkdtempSync(join(tmpdir(), 'troupe-project-'))
  const pack = ['pack', '--ignore-scripts', '--pack-destination', project]
  await run('npm', pack, { cwd: PACKAGE_ROOT, env, timeout: 2 * MINUTES })
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }')
  const install = [
    'install',
    `./${tarball}`,
    '--no-audit',
    '--no-fund',
    ...(scripts ? [] : ['--ignore-scripts']),
  ]
  await run('npm', install, { cwd: project, env, timeout: 20 * MINUTES })
  return project
}

/** Runs a command in the project; a non-zero exit is an answer here. */
function inProject(project: string, command: string, args: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(command, args, { cwd: project, env, timeout: 20 * MINUTES }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr })
    })
  })
}

test('the tarball holds what a build needs, and nothing of the tests', async (t) => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: PACKAGE_ROOT,
    env,
  })
  const paths: string[] = JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path)
  const needed = [
    'binding.gyp',
    'CMakeLists.txt',
    'LICENSE',
    'cpp/core/addon.cc',
    'dist/src/cli/main.js',
    'dist/src/index.d.ts',
  ]
  for (const path of [...needed, 'tools/native/build.mjs']) t.true(paths.includes(path), path)
  t.deepEqual(
    paths.filter((path) => /^(test|bench|dist\/(test|bench|tools)|node_modules|build-native)/.test(path)),
    [],
  )
})

test('an install that runs scripts builds the addon, and the command line works', async (t) => {
  const project = await installed(true)
  t.teardown(() => rmSync(project, { recursive: true }))
  t.true(existsSync(join(project, 'node_modules/troupe/build-native/Release/torch.node')))
  const { code, stdout } = await inProject(project, 'npx', ['troupe', 'devices', '--json'])
  t.is(code, 0)
  t.is(JSON.parse(stdout).devices[0].id, 'cpu')
})

test('without install scripts the first use names the remedy, and the remedy works', async (t) => {
  const project = await installed(false)
  t.teardown(() => rmSync(project, { recursive: true }))
  const before = await inProject(project, 'npx', ['troupe', 'doctor'])
  t.is(before.code, 1)
  t.regex(before.stdout, /→ npx troupe build/)
  const build = await inProject(project, 'npx', ['troupe', 'build'])
  t.is(build.code, 0, build.stderr)
  t.regex((await inProject(project, 'npx', ['troupe', 'doctor'])).stdout, /ok +addon/)
})

import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test, { type ExecutionContext } from 'ava'
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

/** One project for all tests that only use the package: its build takes minutes. Made by the first that asks. */
let shared: Promise<string> | undefined
const project = () => (shared ??= installed(true))

test.after.always(async () => {
  // An install that failed was reported by the test that asked for it.
  const folder = await shared?.catch(() => undefined)
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

/** Runs a command in the project; a non-zero exit is an answer here. */
function inProject(project: string, command: string, args: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(command, args, { cwd: project, env, timeout: 20 * MINUTES }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr })
    })
  })
}

test.serial('the tarball holds what a build needs, and nothing of the tests', async (t) => {
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

test.serial('an install that runs scripts builds the addon, and the command line works', async (t) => {
  const folder = await project()
  t.true(existsSync(join(folder, 'node_modules/troupe/build-native/Release/torch.node')))
  const { code, stdout } = await inProject(folder, 'npx', ['troupe', 'devices', '--json'])
  t.is(code, 0)
  t.is(JSON.parse(stdout).devices[0].id, 'cpu')
})

/** A task on made-up data; the TypeScript one differs by what only TypeScript has. */
const task = (typed: boolean) => `
import { datasets, defineTask, F, nn, optim } from 'troupe'
${typed ? "import type { DataContext } from 'troupe'\ntype Splits = ReturnType<typeof splits>" : ''}
const count${typed ? ': number' : ''} = 64
const columns = {
  x: { data: Float32Array.from({ length: count * 4 }, (_, i) => Math.sin(i)), shape: [4] },
  y: { data: BigInt64Array.from({ length: count }, (_, i) => BigInt(i % 3)) },
}
const splits = () => datasets.tensors({ train: columns, test: columns })

export default defineTask({
  model: () => nn.sequential(nn.linear(4, 8), nn.relu(), nn.linear(8, 3)),
  optimizer: (parameters) => optim.adam(parameters, { lr: 0.01 }),
  data: (${typed ? '_context: DataContext): Splits' : ')'} => splits(),
  batch: 16,
  loss: (model, { x, y }) => F.crossEntropy(model.forward(x), y),
  evaluate: (model, { x, y }) => ({ accuracy: F.accuracy(model.forward(x), y) }),
})
`

/** Trains the project's task by the command line; returns its last event. */
async function trained(t: ExecutionContext, folder: string, file: string) {
  const options = ['--agents', '2', '--steps', '5', '--seed', '1', '--json']
  const { code, stdout, stderr } = await inProject(folder, 'npx', [
    'troupe',
    'train',
    `./${file}`,
    ...options,
  ])
  t.is(code, 0, stderr)
  const last = JSON.parse(stdout.trimEnd().split('\n').at(-1)!)
  t.like(last, { event: 'finished', steps: 5, incidents: 0 })
  t.is(typeof last.evaluation.accuracy, 'number')
  return last
}

test.serial('a task in TypeScript and one in JavaScript train in an empty project, alike', async (t) => {
  const folder = await project()
  writeFileSync(join(folder, 'task.ts'), task(true))
  writeFileSync(join(folder, 'task.mjs'), task(false))
  const typescript = await trained(t, folder, 'task.ts')
  const javascript = await trained(t, folder, 'task.mjs')
  t.is(typescript.parametersSha256, javascript.parametersSha256)
})

test.serial('the types that are installed take the task in TypeScript', async (t) => {
  const folder = await project()
  writeFileSync(join(folder, 'task.ts'), task(true))
  const tsc = join(PACKAGE_ROOT, 'node_modules/typescript/bin/tsc')
  const strict = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext']
  const types = [
    '--skipLibCheck',
    '--types',
    'node',
    '--typeRoots',
    join(PACKAGE_ROOT, 'node_modules/@types'),
  ]
  const { code, stdout } = await inProject(folder, process.execPath, [tsc, ...strict, ...types, 'task.ts'])
  t.is(code, 0, stdout)
})

test.serial('a program in plain JavaScript trains and uses the model', async (t) => {
  const folder = await project()
  writeFileSync(join(folder, 'task.mjs'), task(false))
  writeFileSync(
    join(folder, 'program.js'),
    `
import { tensor, train } from 'troupe'

const run = await train(new URL('./task.mjs', import.meta.url), { agents: 2, steps: 5 })
const { status, steps, model } = await run.done
const prediction = model.forward(tensor([[1, 2, 3, 4]]))
console.log(JSON.stringify({ status, steps, shape: prediction.shape }))
model.dispose()
prediction.dispose()
`,
  )
  const { code, stdout, stderr } = await inProject(folder, process.execPath, ['program.js'])
  t.is(code, 0, stderr)
  t.deepEqual(JSON.parse(stdout), { status: 'finished', steps: 5, shape: [1, 3] })
})

test.serial('without install scripts the first use names the remedy', async (t) => {
  const folder = await installed(false)
  t.teardown(() => rmSync(folder, { recursive: true }))
  const { code, stdout } = await inProject(folder, 'npx', ['troupe', 'doctor'])
  t.is(code, 1)
  t.regex(stdout, /→ npx troupe build/)
})

test.serial('the remedy works: npx troupe build brings back an addon that is gone', async (t) => {
  const folder = await project()
  // What was compiled stays, so that this costs the linking alone; the whole build was the install's.
  const native = join(folder, 'node_modules/troupe/build-native')
  rmSync(join(native, 'Release'), { recursive: true })
  rmSync(join(native, 'stamp'))
  t.is((await inProject(folder, 'npx', ['troupe', 'doctor'])).code, 1)
  const build = await inProject(folder, 'npx', ['troupe', 'build'])
  t.is(build.code, 0, build.stderr)
  t.regex((await inProject(folder, 'npx', ['troupe', 'doctor'])).stdout, /ok +addon/)
})

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'
import { TaskBuildError, TaskNotFoundError } from './errors.js'

/** A file that the task was made from, with its content's SHA-256: how a later change is noticed. */
export interface TaskInput {
  readonly path: string
  readonly sha256: string
}

/** A task that agents and data workers can import. */
export interface TaskSource {
  /** Name of the task unless it names itself: the file's, without its ending. */
  readonly name: string
  /** The task as it was given: a path, or the name of a built-in. */
  readonly path: string
  /** URL to import. */
  readonly url: string
  /** SHA-256 of what is imported, part of the run's identity; the same wherever the files lie. */
  readonly sha256: string
  readonly inputs: readonly TaskInput[]
}

/** The folder of this package's compiled code: dist/src. */
const compiled = dirname(dirname(fileURLToPath(import.meta.url)))

/** Stand-ins for absolute places, so that the hash of a bundle does not depend on where things are installed. */
const placeOfPackage = 'troupe-package:'
const placeOfTask = 'troupe-task:'

const endings = new Set(['.ts', '.mts', '.js', '.mjs'])

/**
 * Finds the file of a task given as a path or file URL.
 *
 * @throws TaskNotFoundError (`ERR_TASK_NOT_FOUND`)
 */
export function findTask(task: string | URL, builtIns: readonly string[]): string {
  const path = resolve(task instanceof URL || task.startsWith('file:') ? fileURLToPath(task) : task)
  if (!existsSync(path) || !statSync(path).isFile()) {
    const known = `Give the path of a .ts, .js or .mjs module, or a built-in task: ${builtIns.join(', ')}.`
    throw new TaskNotFoundError(`there is no task '${task}'. ${known}`, { task: String(task) })
  }
  if (!endings.has(extname(path))) {
    throw new TaskNotFoundError(`'${task}' is no module. A task is a .ts, .js or .mjs file.`, {
      task: String(task),
    })
  }
  return realpathSync(path)
}

/**
 * Bundles a task once into a content-hashed `.mjs` in the run directory.
 *
 * Agents, data workers and a later `loadModel` import that file: a `.ts` task then works on every supported
 * Node, the whole run sees one text whatever happens to the file meanwhile, and files that the task imports
 * count into the hash. `troupe` and `troupe/…` become the absolute URLs of this very package, so a task outside
 * any project works, and no second copy of the tensor library is ever loaded. Packages of the task's project are
 * not bundled but imported from where they are, native ones included.
 *
 * @throws TaskBuildError (`ERR_TASK_BUILD`) with file, line and the first problem
 */
export async function bundleTask(path: string, directory: string): Promise<TaskSource> {
  // Only here: agents import this module too, and compile nothing.
  const { build } = await import('esbuild')
  const folder = dirname(path)
  const result = await build({
    entryPoints: [path],
    absWorkingDir: folder,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [places(folder)],
  }).catch((cause) => {
    throw new TaskBuildError(path, firstProblem(cause, folder), cause)
  })
  const text = result.outputFiles[0]!.text
  const sha256 = hash(text)
  const file = join(directory, `${basename(path, extname(path))}-${sha256.slice(0, 12)}.mjs`)
  writeFileSync(file, settle(text, folder, path))
  const inputs = Object.keys(result.metafile.inputs).map((input) => fingerprint(resolve(folder, input)))
  return { name: basename(path, extname(path)), path, url: pathToFileURL(file).href, sha256, inputs }
}

/** A built-in task is part of this package: imported from there, hashed by its own file. */
export function builtInTask(name: string, url: string): TaskSource {
  const { path, sha256 } = fingerprint(fileURLToPath(url))
  return { name, path: name, url, sha256, inputs: [{ path, sha256 }] }
}

/** The first of the task's files that is gone or changed since; null when all are as they were. */
export function changedInput(inputs: readonly TaskInput[]): { path: string; gone: boolean } | null {
  for (const { path, sha256 } of inputs) {
    if (!existsSync(path)) return { path, gone: true }
    if (fingerprint(path).sha256 !== sha256) return { path, gone: false }
  }
  return null
}

/** Decides where every import of the task leads, and keeps `import.meta.url` meaning the original file. */
function places(folder: string): Plugin {
  return {
    name: 'places',
    setup({ onResolve, onLoad, resolve: find }) {
      onResolve({ filter: /^troupe(\/.*)?$/ }, ({ path }) => ({
        path: placeOfPackage + path,
        external: true,
      }))
      onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (kind === 'entry-point' || pluginData === places || path.startsWith('node:')) return null
        const found = await find(path, { kind, resolveDir, importer, pluginData: places })
        if (found.errors.length > 0 || found.external) return found
        // A task inside this package's own folder may import its modules by relative path: never bundle those.
        if (found.path.startsWith(compiled + sep)) {
          return { path: `${placeOfPackage}./${relative(compiled, found.path)}`, external: true }
        }
        const isPackage = !/^\.{0,2}\//.test(path)
        return isPackage ? { path: pathToFileURL(found.path).href, external: true } : found
      })
      onLoad({ filter: /\.[mc]?[jt]s$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        if (!text.includes('import.meta.url')) return null
        const place = JSON.stringify(placeOfTask + relative(folder, path))
        const loader = /\.[mc]?ts$/.test(path) ? 'ts' : 'js'
        return { contents: text.replaceAll('import.meta.url', place), loader, resolveDir: dirname(path) }
      })
    },
  }
}

/** Puts the real places in for the stand-ins, after hashing. */
function settle(text: string, folder: string, task: string): string {
  return text
    .replaceAll(/"troupe-package:([^"]+)"/g, (_, path: string) => JSON.stringify(urlOfExport(path, task)))
    .replaceAll(/"troupe-task:([^"]+)"/g, (_, path: string) =>
      JSON.stringify(pathToFileURL(join(folder, path)).href),
    )
}

/** The file behind an import of this package, read from its own package.json. */
function urlOfExport(path: string, task: string): string {
  if (path.startsWith('./')) return pathToFileURL(join(compiled, path)).href
  try {
    return import.meta.resolve(path)
  } catch (cause) {
    throw new TaskBuildError(task, `'${path}' is no entry of troupe`, cause)
  }
}

function fingerprint(path: string): TaskInput {
  return { path, sha256: hash(readFileSync(path)) }
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function firstProblem(cause: unknown, folder: string): string {
  const { errors } = cause as { errors?: { text: string; location: { file: string; line: number } | null }[] }
  const first = errors?.[0]
  if (first === undefined) return String(cause).split('\n', 1)[0]!
  const place =
    first.location === null ? '' : ` (${resolve(folder, first.location.file)}:${first.location.line})`
  return first.text + place
}

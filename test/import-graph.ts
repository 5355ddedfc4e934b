import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** File → the files it imports, by path from the repository's root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

// `import './a.js'`, `… from './a.js'`, `import('./a.js')`: each ends with the path of a file of ours.
const statement = /(?:\bimport\s*\(?\s*|(?:\}|\*|\w)\s+from\s+)'(\.[^']+)'/g

/** The files of this repository that a TypeScript file imports, for its values or its types. */
export function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(statement)].map(([, path]) =>
    join(dirname(file), path!).replaceAll('\\', '/').replace(/\.js$/, '.ts'),
  )
}

/** Reads all TypeScript files of the folders. */
export function readImports(root: string, folders: readonly string[]): ImportGraph {
  const sources = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return sources(path)
      return entry.name.endsWith('.ts') ? [path] : []
    })
  return new Map(
    folders.flatMap(sources).map((file) => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]),
  )
}

/** One cycle for each import that closes one on a walk through the graph, as `a → b → a`; none if there is none. */
export function cycles(graph: ImportGraph): string[] {
  const found: string[] = []
  const left = new Set<string>()
  const path: string[] = []
  const visit = (file: string) => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' → '))
    if (at >= 0 || left.has(file)) return
    path.push(file)
    for (const to of graph.get(file) ?? []) visit(to)
    path.pop()
    left.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return found
}

/** What is loaded along with these compiled modules: files, and packages by name. */
export function loadedWith(entries: readonly string[]): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue
    files.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, path] of text.matchAll(/^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm)) {
      if (path!.startsWith('.')) waiting.push(join(dirname(file), path!))
      else if (!path!.startsWith('node:')) packages.add(path!)
    }
  }
  return { files, packages }
}

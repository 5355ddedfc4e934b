import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'

/** The layers from the top down: a file imports from its own layer and from rows below, never from above. */
const rows: readonly (readonly string[])[] = [
  ['cli'],
  ['index'],
  ['top'],
  ['faults/lab', 'tasks'],
  ['agents'],
  ['training'],
  ['supervision'],
  ['state'],
  ['arena', 'data', 'observe'],
  ['actor', 'tensor'],
  ['transport'],
  ['native'],
  ['leaf'],
]

const root = fileURLToPath(new URL('../..', import.meta.url))

function layerOf(file: string): string {
  if (file === 'src/errors.ts' || file.startsWith('src/faults/points/')) return 'leaf'
  if (file.startsWith('agents/')) return 'agents'
  if (file === 'src/index.ts') return 'index'
  if (file.startsWith('src/faults/lab/')) return 'faults/lab'
  const [, folder, rest] = file.split('/')
  return rest === undefined ? 'top' : folder!
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

interface Import {
  readonly to: string
  /** Types vanish when compiled, so they make no cycle at run time; layers hold for them all the same. */
  readonly typeOnly: boolean
}

const imports = new Map<string, Import[]>(
  [...sources('src'), ...sources('agents')].map((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const found = [...text.matchAll(/^(import|export)\s+(type\s)?[^'"]*?from\s+'(\.[^']+)'/gms)].map(
      ([, , type, path]) => ({
        to: relative(root, join(root, dirname(file), path!)).replace(/\.js$/, '.ts'),
        typeOnly: type !== undefined,
      }),
    )
    return [file, found]
  }),
)

test('imports point down the layers only', (t) => {
  const wrong: string[] = []
  for (const [file, found] of imports) {
    const from = rows.findIndex((row) => row.includes(layerOf(file)))
    t.true(from >= 0, `${file} belongs to no layer: name its folder in this test`)
    for (const { to } of found) {
      const down = rows.findIndex((row) => row.includes(layerOf(to)))
      const sideways = down === from && layerOf(to) !== layerOf(file)
      if (down < from || sideways) wrong.push(`${file} → ${to}`)
    }
  }
  t.deepEqual(wrong, [])
})

test('no folder imports itself by way of others', (t) => {
  const done = new Set<string>()
  const path: string[] = []
  const cycles: string[] = []
  const visit = (file: string) => {
    const at = path.indexOf(file)
    if (at >= 0) {
      const cycle = [...path.slice(at), file]
      // Files of one folder may know each other; folders may not.
      if (new Set(cycle.map(layerOf)).size > 1) cycles.push(cycle.join(' → '))
      return
    }
    if (done.has(file)) return
    path.push(file)
    for (const { to, typeOnly } of imports.get(file) ?? []) if (!typeOnly) visit(to)
    path.pop()
    done.add(file)
  }
  for (const file of imports.keys()) visit(file)
  t.deepEqual(cycles, [])
})

test('addons are loaded in one place only', (t) => {
  for (const file of imports.keys()) {
    if (file.startsWith('src/native/')) continue
    t.notRegex(readFileSync(join(root, file), 'utf8'), /\.node['"`]/, file)
  }
})

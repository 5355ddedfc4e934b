import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** All files below a folder, sorted, so that a hash over them is the same on every machine. */
export function filesBelow(folder, wanted = () => true) {
  if (!existsSync(folder)) return []
  const files = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...filesBelow(path, wanted))
    else if (wanted(path)) files.push(path)
  }
  return files.sort()
}

/** SHA-256 over names and contents: a change, an addition and a removal all show. */
export function hashFiles(files, extra = '') {
  const hash = createHash('sha256').update(extra)
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

/** What a native build depends on: our sources, and the libraries it was linked with (by size and time). */
export function sourceKey(root, choice) {
  const library = choice.libtorch && statSync(join(choice.libtorch.lib, 'libtorch_cpu.so'))
  const files = [join(root, 'CMakeLists.txt'), ...filesBelow(join(root, 'cpp'))]
  return hashFiles(files, JSON.stringify([choice, library?.size, library?.mtimeMs]))
}

/** True when the folder holds a finished build of this key. */
export function isFresh(folder, key, withTorch) {
  const stamp = join(folder, 'stamp')
  const addons = withTorch ? ['core.node', 'torch.node'] : ['core.node']
  if (!existsSync(stamp) || !addons.every((name) => existsSync(join(folder, 'Release', name)))) return false
  return readFileSync(stamp, 'utf8') === key
}

/** False for the cache of a folder that was moved or copied along: it would go on building the sources of the old place. */
export function isCacheOf(cache, root) {
  return (
    existsSync(cache) && readFileSync(cache, 'utf8').includes(`\nCMAKE_HOME_DIRECTORY:INTERNAL=${root}\n`)
  )
}

/** Written last: a build that was interrupted has none, or an old one. */
export function writeStamp(folder, key) {
  writeFileSync(join(folder, 'stamp'), key)
}

export function removeStamp(folder) {
  rmSync(join(folder, 'stamp'), { force: true })
}

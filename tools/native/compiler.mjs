import { execFileSync } from 'node:child_process'
import { which } from './command.mjs'
import { Remedy } from './remedy.mjs'

/** What compiles the addon, each with Debian's package for it. */
const PROGRAMS = [
  { name: 'C++ compiler', candidates: [process.env.CXX, 'g++', 'c++', 'clang++'], package: 'g++' },
  { name: 'cmake', candidates: ['cmake'], package: 'cmake' },
  { name: 'ninja', candidates: ['ninja', 'make'], package: 'ninja-build' },
]

/** Finds the programs that a build needs: their paths by name, and the Debian packages of those that are missing. */
export function findPrograms() {
  const paths = {}
  const missing = []
  for (const { name, candidates, package: debian } of PROGRAMS) {
    const path = candidates.map((candidate) => candidate && which(candidate)).find((found) => found)
    if (path === undefined) missing.push(debian)
    else paths[name] = path
  }
  return { paths, missing }
}

/** The paths of `findPrograms`, or a `Remedy` that names all that is missing at once. */
export function requirePrograms() {
  const { paths, missing } = findPrograms()
  if (missing.length > 0) {
    throw new Remedy(
      `the addon cannot be built: ${missing.join(', ')} missing; run: apt-get install ${missing.join(' ')}`,
    )
  }
  const version = /(\d+)\.(\d+)/.exec(execFileSync(paths.cmake, ['--version'], { encoding: 'utf8' }))
  if (version && Number(version[1]) === 3 && Number(version[2]) < 25) {
    throw new Remedy(
      `cmake ${version[0]} is too old, 3.25 is needed; install a newer one (apt-get install cmake on Debian 12)`,
    )
  }
  return paths
}

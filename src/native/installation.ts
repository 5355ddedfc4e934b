import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's folder: this file is compiled to dist/src/native. */
export const PACKAGE_ROOT = resolve(fileURLToPath(import.meta.url), '../../../..')

/** The libtorch that the addon was built for, as the build wrote it down. */
export interface Libtorch {
  /** who named it: an option, an environment variable, a Python, or the system */
  from: string
  root: string
  version: string
  /** folder of libtorch_cpu.so */
  lib: string
  abi: 0 | 1
  /** whether libtorch_cuda.so lies beside it; the addon uses it only when built for CUDA */
  cuda: boolean
  /** a distribution's own, whose BLAS is the system's libblas.so.3 */
  system: boolean
}

/** Where the addon is: `TROUPE_BUILD_DIR` (relative to the package), default `build-native`. */
export function buildFolder(): string {
  return resolve(PACKAGE_ROOT, process.env.TROUPE_BUILD_DIR || 'build-native')
}

/** What the last finished build was made for; undefined before there was one, `libtorch` undefined without. */
export function builtFor(): { libtorch?: Libtorch; cuda: boolean } | undefined {
  const record = join(buildFolder(), 'libtorch.json')
  if (!existsSync(record)) return undefined
  const { libtorch, cuda } = JSON.parse(readFileSync(record, 'utf8'))
  return { ...(libtorch ? { libtorch } : {}), cuda: Boolean(cuda) }
}

/**
 * The BLAS to load ahead of libtorch, by path: OpenBLAS's OpenMP build and the LAPACK beside it.
 *
 * Debian's libtorch takes whatever `libblas.so.3` the alternatives system points to. With both builds of OpenBLAS
 * installed that is the pthread one, which ignores thread counts; loading only one of the two libraries leaves the
 * other pthread. A wheel's libtorch has its BLAS inside and gets nothing.
 */
export function blasLibraries(libtorch: Libtorch | undefined): string[] {
  if (libtorch === undefined || !libtorch.system) return []
  const folder = join(libtorch.lib, 'openblas-openmp')
  return ['libblas.so.3', 'liblapack.so.3']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
}

/**
 * The only place that loads an addon.
 *
 * Load in the main thread before any worker does: the process-wide settings are made by whoever is first, and
 * libtorch's static initialisation then runs where no `terminate()` can meet it.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { CoreAddon, DeviceAddon } from './addon.js'
import { AddonLoadError, AddonMissingError } from './errors.js'
import { blasLibraries, buildFolder, builtFor } from './installation.js'
import { pins } from './pins.js'

const require = createRequire(import.meta.url)
const BUILD = 'build it: npx troupe build'
const INSTALL =
  'install libtorch, then build: apt-get install libtorch-dev libopenblas0-openmp && npx troupe build'

function load(name: string, remedy: string): any {
  const file = join(buildFolder(), 'Release', name)
  if (!existsSync(file)) throw new AddonMissingError(name, file, remedy)
  try {
    return require(file)
  } catch (cause) {
    throw new AddonLoadError(name, file, cause)
  }
}

// Modules are per thread, so these are too.
let loadedCore: any
let loadedTorch: any
let loadsAhead = false

/**
 * core.node: waits and the ledger; needs no libtorch.
 * @throws AddonMissingError, AddonLoadError
 */
export function core(): any {
  loadedCore ??= load('core.node', BUILD)
  return loadedCore
}

/**
 * core.node with a function that older builds lack.
 * @throws AddonMissingError, AddonLoadError
 */
export function coreWith(name: string): any {
  const native = core()
  if (name in native) return native
  const file = join(buildFolder(), 'Release', 'core.node')
  throw new AddonLoadError('core.node', file, `it was built from older sources, without ${name}`)
}

/**
 * Has a thread load what {@link torch} will need, half a second's work, while the caller does other things. What is
 * wrong is told by `torch`, which waits for that thread. The process-wide settings are made when this returns: before
 * workers are started that may read the environment.
 */
export function loadTorchAhead(): void {
  if (loadsAhead || loadedTorch !== undefined) return
  loadsAhead = true
  const native: CoreAddon = core()
  const file = join(buildFolder(), 'Release', 'torch.node')
  if (existsSync(file)) native.preload(pins(), blasLibraries(builtFor()?.libtorch), file)
}

/**
 * torch.node: tensors and the arithmetic of the arena. The first call in the process pins what decides over bits
 * (src/native/pins.ts), tunes the allocator and loads the right BLAS, before libtorch comes in.
 * @throws AddonMissingError, AddonLoadError
 */
export function torch(): any {
  if (loadedTorch !== undefined) return loadedTorch
  const built = builtFor()
  const native: CoreAddon = core()
  native.preload(pins(), blasLibraries(built?.libtorch))
  loadedTorch = load('torch.node', built !== undefined && built.libtorch === undefined ? INSTALL : BUILD)
  return loadedTorch
}

/**
 * Sets how many threads native operations of the calling thread use, and returns how many they now do. Each worker
 * calls it before its first operation; `T` is part of a run's identity (`--threads`, default 1).
 */
export function prepareThread(threads: number): number {
  return (torch() as DeviceAddon).prepareThread(threads)
}

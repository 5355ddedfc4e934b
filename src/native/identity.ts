import { arch, cpus } from 'node:os'
import { basename } from 'node:path'
import type { CoreAddon, DeviceAddon } from './addon.js'
import { core, torch } from './load.js'
import { RECORDED } from './pins.js'

/** What decides over bits besides seed, shards, batch and task: hashes of two runs compare only when this is equal. */
export interface NativeIdentity {
  node: string
  v8: string
  libc: string
  arch: string
  /** the processor's name: BLAS, oneDNN and ATen choose kernels by it */
  processor: string
  libtorch: string
  /** ATen's choice among its kernels, e.g. `AVX2` */
  cpuCapability: string
  /** the linker's hash of each library that computes, by file name */
  libraries: Record<string, string>
  /** pins and other variables that choose kernels, as native code sees them; unset ones left out */
  environment: Record<string, string>
}

// Libraries whose code ends up in a result; the other two hundred that libtorch drags in only carry bytes.
const COMPUTES =
  /^(torch\.node|lib(torch|c10|blas|lapack|openblas|mkl|dnnl|gomp|omp|iomp|m|sleef|XNNPACK|cublas|cudnn|cudart|cuda)\b|lib(torch|c10)_)/

/** Loads the addons when they are not yet loaded, so that libraries can be asked. @throws AddonMissingError */
export function identity(): NativeIdentity {
  const device: DeviceAddon = torch()
  const native: CoreAddon = core()
  const { version, config } = device.libtorch()
  const libraries: Record<string, string> = {}
  for (const { path, build } of native.libraries()) {
    if (COMPUTES.test(basename(path))) libraries[basename(path)] = build
  }
  const environment: Record<string, string> = {}
  for (const [index, value] of native.environment(RECORDED).entries()) {
    if (value !== null) environment[RECORDED[index]!] = value
  }
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    libc: native.libc(),
    arch: arch(),
    processor: cpus()[0]?.model ?? 'unknown',
    libtorch: version,
    cpuCapability: /CPU capability usage: (.*)/.exec(config)?.[1]?.trim() ?? 'unknown',
    libraries,
    environment,
  }
}

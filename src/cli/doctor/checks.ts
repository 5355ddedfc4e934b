import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  builtFor,
  type CoreAddon,
  core,
  type DeviceAddon,
  identity,
  type Libtorch,
  PACKAGE_ROOT,
  prepareThread,
  torch,
} from '../../native/index.js'
import { listDevices } from '../devices.js'
import { judgeBlas } from './blas.js'
import type { Finding } from './finding.js'

const INSTALL_LIBTORCH = 'apt-get install libtorch-dev libopenblas0-openmp && npx troupe build'

export function checkNode(): Finding {
  const { node, v8 } = process.versions
  return { name: 'node', status: 'ok', detail: `${node} (V8 ${v8}, ${process.platform} ${process.arch})` }
}

interface Look {
  programs: Record<string, string>
  missing: string[]
  libtorch: Libtorch | null
  problem: string | null
}

// The search belongs to the build, which runs before anything is compiled; asking its script keeps one search.
let looked: Look | undefined
function look(): Look {
  looked ??= JSON.parse(
    execFileSync(process.execPath, [join(PACKAGE_ROOT, 'tools/native/look.mjs')], { encoding: 'utf8' }),
  )
  return looked as Look
}

export function checkBuildTools(): Finding[] {
  const { programs, missing } = look()
  const found: Finding[] = Object.entries(programs).map(([name, detail]) => ({
    name: name === 'C++ compiler' ? 'compiler' : name,
    status: 'ok',
    detail,
  }))
  const lacking: Finding[] = missing.map((name) => ({
    name: name === 'g++' ? 'compiler' : name === 'ninja-build' ? 'ninja' : name,
    status: 'missing',
    detail: 'needed to build the addon',
    remedy: `apt-get install ${name}`,
  }))
  return [...found, ...lacking]
}

export function checkLibtorch(): Finding {
  const built = builtFor()?.libtorch
  if (built !== undefined) {
    const where = built.system ? 'the system’s' : `${built.root}, named by ${built.from}`
    return { name: 'libtorch', status: 'ok', detail: `${built.version} (${where}, in ${built.lib})` }
  }
  const { libtorch, problem } = look()
  if (problem !== null)
    return { name: 'libtorch', status: 'wrong', detail: problem, remedy: INSTALL_LIBTORCH }
  if (libtorch === null) {
    return { name: 'libtorch', status: 'missing', detail: 'none found', remedy: INSTALL_LIBTORCH }
  }
  const detail = `${libtorch.version} in ${libtorch.lib}, the addon is not built for it`
  return { name: 'libtorch', status: 'missing', detail, remedy: 'npx troupe build' }
}

export function checkAddon(): Finding {
  try {
    torch()
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { name: 'addon', status: 'missing', detail, remedy: 'npx troupe build' }
  }
  const { libc, cpuCapability } = identity()
  return {
    name: 'addon',
    status: 'ok',
    detail: `core.node and torch.node load (${libc}, kernels ${cpuCapability})`,
  }
}

/** Multiplies matrices with one thread and judges speed, thread count and which library did it. */
export function checkBlas(): Finding[] {
  const addon: DeviceAddon = torch()
  const n = 768
  const times = 40
  prepareThread(1)
  // Three rounds: a busy machine slows some, the best one tells what the library can do.
  const rounds = [1, 2, 3].map(() => addon.measureMatmul(n, times))
  const gflops = (2 * n ** 3 * times) / Math.min(...rounds.map((round) => round.cpuSeconds)) / 1e9
  const cores = Math.max(...rounds.map((round) => round.cpuSeconds / round.seconds))
  const native: CoreAddon = core()
  const loaded = native.libraries().map(({ path }) => path)
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? ''
  const inside = /(Intel\(R\) (?:oneAPI )?Math Kernel Library Version \S+)/.exec(addon.libtorch().config)?.[1]
  return [
    judgeBlas({
      gflops,
      cores,
      library: inside ?? describeBlas(loaded),
      openmp: inside !== undefined || loaded.some((path) => path.includes('openblas-openmp')),
      avx2: /\bavx2\b/.test(flags),
      coreType: native.environment(['OPENBLAS_CORETYPE'])[0] ?? null,
    }),
  ]
}

function describeBlas(loaded: string[]): string {
  const blas = loaded.filter((path) => /^lib(blas|openblas|mkl|blis|atlas)/.test(basename(path)))
  return blas.map((path) => realpathSync(path)).join(', ') || 'none that is known by name'
}

export function checkCuda(): Finding {
  const { devices, cuda } = listDevices()
  const gpus = devices.filter((device) => device.id !== 'cpu').map((device) => `${device.id} ${device.name}`)
  if (cuda === null) return { name: 'cuda', status: 'ok', detail: gpus.join(', ') }
  return { name: 'cuda', status: 'none', detail: cuda }
}

import { readFileSync } from 'node:fs'

/**
 * What is fixed before libtorch loads, whatever the machine.
 *
 * `MKL_CBWR`: without it MKL's vector products (`dot`, `mv`) change their bits with the alignment of their inputs;
 * `AUTO` keeps the speed, where `COMPATIBLE` costs 60 %.
 * `CUBLAS_WORKSPACE_CONFIG`: cuBLAS is deterministic only with a workspace of fixed size.
 * `OMP_DYNAMIC`: the OpenMP runtime may otherwise use fewer threads than were asked for on a busy machine.
 * `GOMP_SPINCOUNT`: changes no bits, but its threads otherwise spin for milliseconds at the end of each operation; where
 * others want the processor too, small operations on two threads took five times as long.
 */
const ALWAYS = [
  'MKL_CBWR=AUTO',
  'CUBLAS_WORKSPACE_CONFIG=:4096:8',
  'OMP_DYNAMIC=false',
  'GOMP_SPINCOUNT=2000',
]

/** Variables by which BLAS, oneDNN and ATen choose their kernels: recorded, so that two runs can be told apart. */
export const RECORDED = [
  'MKL_CBWR',
  'OPENBLAS_CORETYPE',
  'ONEDNN_MAX_CPU_ISA',
  'DNNL_MAX_CPU_ISA',
  'ATEN_CPU_CAPABILITY',
  'CUBLAS_WORKSPACE_CONFIG',
]

/**
 * The OpenBLAS kernels for a processor with these flags (of /proc/cpuinfo); undefined leaves the choice to OpenBLAS.
 *
 * OpenBLAS goes by a table of processor models, and one that is newer than the table gets the kernels of 2004:
 * Debian 12's 0.3.21 reaches 32 GFLOP/s on an Emerald Rapids core that does 160 with these. Going by what the
 * processor can do also gives equal bits on unequal models.
 */
export function openblasCore(flags: ReadonlySet<string>): string | undefined {
  if (['avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl'].every((flag) => flags.has(flag)))
    return 'SkylakeX'
  if (flags.has('avx2') && flags.has('fma')) return 'Haswell'
  return undefined
}

/** The settings to make before libtorch loads, as `NAME=VALUE`; one that the environment has already stands. */
export function pins(cpuinfo = readCpuinfo()): string[] {
  const line = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? ''
  const openblas = openblasCore(new Set(line.trim().split(/\s+/)))
  return openblas === undefined ? ALWAYS : [...ALWAYS, `OPENBLAS_CORETYPE=${openblas}`]
}

function readCpuinfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8')
  } catch {
    return ''
  }
}

import type { Finding } from './finding.js'

/** What was measured and seen of the BLAS that is loaded. */
export interface BlasFigures {
  /** 10⁹ floating-point operations per second of processor time, one thread asked for */
  gflops: number
  /** processor time over time: how many cores one thread's work really used */
  cores: number
  /** path or name of the library */
  library: string
  /** OpenBLAS's OpenMP build, or MKL inside libtorch: both follow the thread count */
  openmp: boolean
  /** whether the processor has AVX2 and so should reach several times the least figure */
  avx2: boolean
  /** `OPENBLAS_CORETYPE` in force */
  coreType: string | null
}

/**
 * The least a core should do. Reference BLAS does 4–5 GFLOP/s, OpenBLAS's oldest kernels 32, its AVX2 ones from 60
 * and its AVX-512 ones 160.
 */
export const LEAST_GFLOPS = { avx2: 40, other: 10 }

/** More than this many cores busy for one thread: the library has threads of its own. */
const MOST_CORES = 1.4

/** Says whether the BLAS is fast and obeys, and what to do if not. */
export function judgeBlas(figures: BlasFigures): Finding {
  const { gflops, cores, library, openmp, avx2, coreType } = figures
  const detail = `${library}: ${gflops.toFixed(0)} GFLOP/s a core, ${cores.toFixed(2)} cores busy for one thread`
  const finding = { name: 'blas', detail, figures: { gflops, cores } }
  const install =
    'apt-get install libopenblas0-openmp (it is then found by itself, whatever else is installed)'
  if (cores > MOST_CORES) {
    return { ...finding, status: 'wrong', remedy: `this BLAS ignores the thread count; ${install}` }
  }
  if (gflops < (avx2 ? LEAST_GFLOPS.avx2 : LEAST_GFLOPS.other)) {
    const remedy = openmp
      ? `the kernels do not suit this processor; unset OPENBLAS_CORETYPE (now ${coreType ?? 'not set'}) and other kernel settings, or try again when the machine is idle`
      : `this BLAS is slow; ${install}`
    return { ...finding, status: 'slow', remedy }
  }
  return { ...finding, status: 'ok' }
}

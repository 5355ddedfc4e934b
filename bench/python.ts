import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pins } from '../src/native/pins.js'
import type { Pace } from './alternate.js'
import { deadlineOf } from './alternate.js'
import { measure } from './child.js'
import { MeasurementError, PeerMissingError } from './errors.js'
import { peerScript, root } from './places.js'

/** A Python that imports torch, and the environment in which it runs at its best. */
export interface Python {
  readonly path: string
  /** torch.__version__ */
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What `peers/probe.py` prints. */
interface Probe {
  readonly version: string
  /** torch.__file__ */
  readonly file: string
}

const OPENBLAS = '/usr/lib/x86_64-linux-gnu/openblas-openmp'
const MALLOC = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: String(32 << 20),
  MALLOC_TRIM_THRESHOLD_: String(1 << 30),
  MALLOC_TOP_PAD_: String(64 << 20),
}

/**
 * Finds the peer's Python: `given` (`--peer-python`), else `TROUPE_BENCH_PYTHON`, else the first of `.venv-bench`
 * and the system's Python whose torch has the same major version as troupe's libtorch.
 *
 * @param libtorch version of the libtorch that troupe runs on, for example `1.13.1`; undefined where any torch will do
 * @param malloc true gives it the allocator settings that troupe gives itself (`--peer-malloc`)
 * @throws PeerMissingError with the command that installs it
 */
export async function findPython(
  given: string | undefined,
  libtorch: string | undefined,
  malloc: boolean,
): Promise<Python> {
  const named = given ?? process.env.TROUPE_BENCH_PYTHON
  const candidates =
    named === undefined ? [join(root, '.venv-bench/bin/python'), '/usr/bin/python3'] : [named]
  const reasons: string[] = []
  for (const path of candidates) {
    if (path.includes('/') && !existsSync(path)) {
      reasons.push(`${path} does not exist`)
      continue
    }
    try {
      const python = await prepare(path, malloc)
      if (named !== undefined || libtorch === undefined || major(python.version) === major(libtorch))
        return python
      reasons.push(`${path} has torch ${python.version}, troupe runs on ${libtorch}`)
    } catch (error) {
      if (!(error instanceof MeasurementError)) throw error
      reasons.push(`${path} cannot import torch`)
    }
  }
  throw new PeerMissingError(
    'PyTorch',
    `${reasons.join('; ')}. Install python3-torch (1.13), or make .venv-bench as docs/benchmarks.md says (2.x).`,
  )
}

function major(version: string): string {
  return version.split('.')[0]!
}

async function prepare(path: string, malloc: boolean): Promise<Python> {
  const env: Record<string, string> = { OMP_NUM_THREADS: '1', ...(malloc ? MALLOC : {}) }
  const { version, file } = await measure<Probe>(path, [peerScript('probe.py')], { env, deadline: 60 })
  // Debian's torch takes BLAS from libblas.so.3, which may be the reference or the pthread build. The wheels have
  // MKL inside, and another BLAS in front of it would make them another program.
  if (file.startsWith('/usr/lib/python3') && existsSync(`${OPENBLAS}/libblas.so.3`)) {
    env.LD_PRELOAD = `${OPENBLAS}/libblas.so.3:${OPENBLAS}/liblapack.so.3`
    // The kernels that troupe chooses for itself: OpenBLAS alone takes a CPU younger than itself for a very old one.
    const core = pins().find((pin) => pin.startsWith('OPENBLAS_CORETYPE='))
    if (core !== undefined) env.OPENBLAS_CORETYPE = process.env.OPENBLAS_CORETYPE ?? core.split('=')[1]!
  }
  return { path, version, env }
}

/** What the training scripts print. */
export interface PythonFigures {
  readonly samplesPerSecond: number
  readonly rssBytes: number
  /** Which Adam it was: fused, foreach or plain. */
  readonly adam: string
}

/** One process that trains `model`, `batch` samples a step. */
export function single(python: Python, pace: Pace, model: string, batch: number): Promise<PythonFigures> {
  return script(python, pace, 'single.py', [model, String(batch), String(pace.seconds)])
}

/** DistributedDataParallel over gloo: two processes, `batch` samples a step each. */
export function ddp(python: Python, pace: Pace, model: string, batch: number): Promise<PythonFigures> {
  return script(python, pace, 'ddp.py', [model, String(batch), String(pace.seconds), '2'])
}

/** gloo's sum of two processes' float32 buffers: the median of `repeats`, in milliseconds. */
export function glooSum(
  python: Python,
  pace: Pace,
  elements: number,
  repeats: number,
): Promise<{ milliseconds: number }> {
  return script(python, pace, 'gloo_sum.py', [String(elements), String(repeats)])
}

/** What the scripts that kill workers print. */
export interface PythonKills {
  /** From each `kill -9` to the next step. */
  readonly seconds: readonly number[]
  /** Kills after which no step came. */
  readonly hung: number
}

/** Kills workers of the peer `name` (`torchrun`, `torchft`, `ray`), `times` of them. */
export function kill(
  { path, env }: Python,
  name: 'torchrun' | 'torchft' | 'ray',
  times: number,
  ...more: readonly string[]
): Promise<PythonKills> {
  // Some seconds to start, up to half a minute for a kill that hangs, and as much to start anew after it.
  const deadline = 60 + 60 * times
  return measure<PythonKills>(path, [peerScript(`${name}_kill.py`), String(times), ...more], {
    env,
    deadline,
  })
}

function script<T>(python: Python, pace: Pace, name: string, args: readonly string[]): Promise<T> {
  return measure<T>(python.path, [peerScript(name), ...args], { env: python.env, deadline: deadlineOf(pace) })
}

import { IdentityMismatchError } from './errors.js'

/** What the bits of a machine's results depend on, as the agent that computes there reports it. */
export interface DeviceIdentity {
  readonly device: string
  readonly libtorch: string
  /** Kernels that ATen chose for this CPU: `AVX2`, `AVX512`, … */
  readonly cpuCapability: string
  /** T, read back from libtorch rather than from the option. */
  readonly threads: number
}

/**
 * Everything that, taken together, pins the bits of a run (exact-step §7). Hashes are comparable only between
 * runs of equal identity.
 */
export interface RunIdentity {
  /** SHA-256 of the task as it is imported. */
  readonly task: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly seed: number
  readonly shards: number
  readonly batch: number
  readonly exact: boolean
  readonly device: DeviceIdentity
  /** Versions, pinned environment and hardware, by name. */
  readonly environment: Readonly<Record<string, string>>
}

/** Environment variables by which BLAS, oneDNN and ATen choose kernels. */
const pins = [
  'MKL_CBWR',
  'OPENBLAS_CORETYPE',
  'ONEDNN_MAX_CPU_ISA',
  'DNNL_MAX_CPU_ISA',
  'ATEN_CPU_CAPABILITY',
] as const

/** The part of the identity that this process knows about itself. */
export function processEnvironment(): Record<string, string> {
  const header = (process.report.getReport() as { header?: { glibcVersionRuntime?: string } }).header
  const environment: Record<string, string> = {
    node: process.versions.node,
    v8: process.versions.v8,
    libc: header?.glibcVersionRuntime ?? 'unknown',
    arch: process.arch,
  }
  for (const name of pins) environment[name] = process.env[name] ?? ''
  return environment
}

/** The differences between two identities, each as `name: a, not b`; empty when they are equal. */
export function identityDifferences(expected: object, found: object): string[] {
  const left = flatten(expected)
  const right = flatten(found)
  const names = [...new Set([...left.keys(), ...right.keys()])].sort()
  return names
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => `${name} is ${right.get(name) ?? 'absent'}, not ${left.get(name) ?? 'absent'}`)
}

/** Refuses a party of another identity. @throws IdentityMismatchError (`ERR_IDENTITY`) with the differences */
export function requireSameIdentity(who: string, expected: object, found: object): void {
  const differences = identityDifferences(expected, found)
  if (differences.length > 0) throw new IdentityMismatchError(who, differences)
}

function flatten(value: object, prefix = '', into = new Map<string, string>()): Map<string, string> {
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'object' && entry !== null) flatten(entry, `${prefix}${key}.`, into)
    else into.set(prefix + key, JSON.stringify(entry) ?? 'undefined')
  }
  return into
}

import { createRequire } from 'node:module'
import type { ResourceLimits } from 'node:worker_threads'
import type { z } from 'zod'
import { textOf } from '../errors.js'
import type { Transferable } from '../transport/envelope.js'
import type { Transport } from '../transport/transport.js'
import { checkTransfer } from './callbacks.js'
import type { Failure, RestartPolicy, Supervise } from './children/supervision.js'
import { type Clock, maxDelayMs, systemClock } from './clock.js'
import { ActorOptionError } from './errors.js'
import type { Stall } from './observe/stall.js'
import type { TraceListener } from './observe/trace.js'
import type { Peer } from './remote/peer.js'
import { makeSchemas, type Schemas } from './schemas.js'

/** In a connected process. */
export interface FarPlacement {
  /** What `system.connect` gave. */
  peer: Peer
  /** The name it has there; default: the file name of its module, without extension. */
  as?: string | undefined
}

/** In a thread that actors of several parents share. */
export type SeatPlacement =
  | { readonly pool: string | { readonly name: string } }
  | { readonly device: string }

/**
 * Where an actor runs:
 * - `here`: the spawner's thread
 * - `thread`: a worker thread of its own
 * - `{ pool }`: the thread of a pool that has the fewest actors; the pool or its name, see `system.pool`
 * - `{ device }`: the one thread that all actors of that device share, like `cpu` or `cuda:0`: see `ctx.device`, and
 *   `devices` of the system
 * - `{ peer }`: the main thread of a connected process, which must have listed the actor
 */
export type Placement = 'here' | 'thread' | SeatPlacement | FarPlacement

export interface SpawnOptions {
  /** Unique among the siblings; letters, digits and `_ . -`. Default: `actor-<n>`. */
  name?: string
  /** Default: `here`. */
  placement?: Placement
  /** Default: a failure stops the actor. */
  supervise?: Supervise
  /**
   * Capacity counts waiting messages, default 1024; overflow `drop-new` (default) or `drop-old`. `stash` is how
   * many messages `ctx.stash` keeps, default 1024.
   */
  mailbox?: { capacity?: number; overflow?: 'drop-new' | 'drop-old'; stash?: number }
  /** Deadline for the thread's start and setup; default 30,000 ms. Restarts have the same. */
  spawnTimeoutMs?: number
  /** Thread only. Bounds the JavaScript heap of the thread, not native memory. */
  resourceLimits?: ResourceLimits
  /** Not `here`. Moves ports and buffers of `args`; then the actor is not started again when its thread crashed. */
  transfer?: readonly Transferable[]
}

export interface SystemOptions {
  clock?: Clock
  /** Uniform in [0, 1); used for back-off jitter. Default Math.random. */
  random?: () => number
  /** Where places come from; default: worker threads over rings, over message ports where core.node is not built. */
  transport?: Transport
  /** Called for every failure anywhere in the system. Default: one line on stderr. */
  onFailure?: (failure: Failure) => void
  /**
   * Whether handlers that don't return are noticed; docs/actors.md, "Looking inside". `stallMs`: how long a handler
   * may block its thread, 20 to 2^31-1, default 5000. `waitMs`: how long it may await something, default 30,000.
   * Default: on, with a clock of one's own off.
   */
  watchdog?: { stallMs?: number; waitMs?: number } | false
  /** Called for each handler that does not return, and when it is over. Default: what blocks a thread, on stderr. */
  onStall?: (stall: Stall) => void
  /** Measures each handler exactly, awaits included: `maxMs` of `system.inspect()`. Default false. */
  timing?: boolean
  /**
   * What `placement: { device }` may name. Default: `cpu`, and `cuda:0` and so on, as many as this machine has device
   * files of NVIDIA and CUDA_VISIBLE_DEVICES leaves.
   */
  devices?: readonly string[]
  /** Called for everything that happens to messages and actors from the start on; see `system.trace`. */
  trace?: TraceListener
}

export type InspectOptions = z.input<Schemas['inspectSchema']>

export function checkInspect(options: InspectOptions): z.output<Schemas['inspectSchema']> {
  return check(schemas().inspectSchema, options, 'inspect')
}

/** What is watched when nothing is said: all, unless time is not the real one. */
export function watchdogOf({
  watchdog,
  clock,
}: z.output<Schemas['systemSchema']>): { stallMs: number; waitMs: number } | undefined {
  if (watchdog) return watchdog
  const real = clock === undefined || clock === systemClock
  return watchdog === undefined && real ? { stallMs: 5000, waitMs: 30_000 } : undefined
}

/** Spawn options with every default filled in. */
export type CheckedSpawn = z.output<Schemas['spawnSchema']>

const plainSpawn: CheckedSpawn = {
  placement: 'here',
  mailbox: { capacity: 1024, overflow: 'drop-new', stash: 1024 },
  spawnTimeoutMs: 30_000,
}

const require = createRequire(import.meta.url)
let made: Schemas | undefined
// zod takes longer to load than a thread to start, and threads rarely check anything.
const schemas = () => {
  made ??= makeSchemas((require('zod') as { z: typeof z }).z)
  return made
}

export function checkSpawn(options: SpawnOptions | undefined): CheckedSpawn {
  if (options === undefined) return plainSpawn
  const checked = check(schemas().spawnSchema, options, 'spawn')
  const { placement, resourceLimits, transfer } = checked
  if (placement !== 'thread' && resourceLimits) {
    throw new ActorOptionError('spawn', "resourceLimits need placement: 'thread', or go to system.pool")
  }
  if (transfer && (placement === 'here' || (typeof placement === 'object' && 'peer' in placement))) {
    throw new ActorOptionError('spawn', "transfer needs placement: 'thread', { pool } or { device }")
  }
  if (transfer) checkTransfer(transfer, 'spawn.transfer')
  return checked
}

/** @throws ActorOptionError */
export function checkPolicy(given: unknown, where: string): RestartPolicy {
  return check(schemas().restartPolicy, given, where)
}

/** @throws ActorOptionError */
export function checkResources(given: unknown, where: string): ResourceLimits {
  return check(schemas().resourceLimits, given, where)
}

export function checkSystem(options: SystemOptions): z.output<Schemas['systemSchema']> {
  return check(schemas().systemSchema, options, 'ActorSystem.start')
}

/** @throws ActorOptionError when `ms` is no usable delay */
export function checkDelay(ms: unknown, option: string): number {
  if (typeof ms === 'number' && ms >= 0 && ms <= maxDelayMs) return ms
  throw new ActorOptionError(option, `expected milliseconds from 0 to ${maxDelayMs}, got ${textOf(ms)}`)
}

/** @throws ActorOptionError when `size` is no usable number of actors or threads */
export function checkSize(size: unknown, option: string, most = 10_000): number {
  if (Number.isInteger(size) && (size as number) >= 1 && (size as number) <= most) return size as number
  throw new ActorOptionError(option, `expected a whole number from 1 to ${most}, got ${textOf(size)}`)
}

function check<S extends z.ZodType>(schema: S, options: unknown, where: string): z.output<S> {
  const result = schema.safeParse(options)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new ActorOptionError([where, ...issue.path].join('.'), issue.message)
}

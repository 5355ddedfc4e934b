import type { ResourceLimits } from 'node:worker_threads'
import { z } from 'zod'
import type { Transferable } from '../transport/envelope.js'
import type { Transport } from '../transport/transport.js'
import type { Failure, RestartPolicy, Supervise } from './children/supervision.js'
import { type Clock, maxDelayMs } from './clock.js'
import { ActorOptionError } from './errors.js'
import type { Peer } from './remote/peer.js'

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
 * - `{ device }`: the one thread that all actors of that device share, like `cpu` or `cuda:0`; see `ctx.device`
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
  /** Where places come from; default: worker threads over message ports. */
  transport?: Transport
  /** Called for every failure anywhere in the system. Default: one line on stderr. */
  onFailure?: (failure: Failure) => void
}

const delay = z.number().min(0).max(maxDelayMs)
const room = z
  .number()
  .int()
  .min(1)
  .max(2 ** 24)
const fn = <T>() => z.custom<T>((value) => typeof value === 'function', 'expected a function')

const policy = {
  maxRestarts: z.number().int().min(0),
  withinMs: z.number().positive(),
  backoff: z
    .strictObject({ minMs: delay, maxMs: delay, jitter: z.number().min(0).max(1).optional() })
    .refine(({ minMs, maxMs }) => minMs <= maxMs, 'minMs must not exceed maxMs')
    .optional(),
  decide: fn<NonNullable<Supervise['decide']>>().optional(),
}
// zod's optional fields may hold undefined, which no reader of a policy tells from their absence.
const restartPolicy = z.strictObject(policy) as unknown as z.ZodType<RestartPolicy>

const supervise = z.discriminatedUnion(
  'strategy',
  [
    z.strictObject({ strategy: z.literal('one-for-one'), ...policy }),
    z.strictObject({
      strategy: z.enum(['one-for-all', 'rest-for-one']),
      team: z.string().min(1).optional(),
      ...policy,
    }),
  ],
  "expected strategy 'one-for-one', 'one-for-all' or 'rest-for-one'",
) as unknown as z.ZodType<Supervise>

const farPlacement = z.strictObject({
  peer: z.custom<Peer>((v) => typeof (v as Peer)?.node === 'string', 'expected what system.connect gave'),
  as: z.string().min(1).max(200).optional(),
})

const spawnSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'use letters, digits, _ . - (at most 100)')
    .optional(),
  placement: z
    .union(
      [
        z.enum(['here', 'thread']),
        z.strictObject({ pool: z.union([z.string(), z.looseObject({ name: z.string() })]) }),
        z.strictObject({ device: z.string().regex(/^[\w.:-]{1,64}$/) }),
        farPlacement,
      ],
      "expected 'here', 'thread', { pool } with a pool or its name, { device } like 'cpu' or 'cuda:0', or { peer }",
    )
    .default('here'),
  supervise: supervise.optional(),
  mailbox: z
    .strictObject({
      capacity: room.default(1024),
      overflow: z.enum(['drop-new', 'drop-old']).default('drop-new'),
      stash: room.default(1024),
    })
    .default({ capacity: 1024, overflow: 'drop-new', stash: 1024 }),
  spawnTimeoutMs: delay.positive().default(30_000),
  resourceLimits: z.custom<ResourceLimits>((v) => typeof v === 'object' && v !== null).optional(),
  transfer: z.custom<readonly Transferable[]>((v) => Array.isArray(v), 'expected an array').optional(),
})

const systemSchema = z.strictObject({
  clock: z.custom<Clock>((v) => typeof (v as Clock)?.schedule === 'function', 'expected a Clock').optional(),
  random: fn<() => number>().optional(),
  transport: z
    .custom<Transport>((v) => typeof (v as Transport)?.open === 'function', 'expected a Transport')
    .optional(),
  onFailure: fn<(failure: Failure) => void>().optional(),
})

/** Spawn options with every default filled in. */
export type CheckedSpawn = z.output<typeof spawnSchema>

const plainSpawn: CheckedSpawn = spawnSchema.parse({})

export function checkSpawn(options: SpawnOptions | undefined): CheckedSpawn {
  if (options === undefined) return plainSpawn
  const checked = check(spawnSchema, options, 'spawn')
  const { placement, resourceLimits, transfer } = checked
  if (placement !== 'thread' && resourceLimits) {
    throw new ActorOptionError('spawn', "resourceLimits need placement: 'thread', or go to system.pool")
  }
  if (transfer && (placement === 'here' || (typeof placement === 'object' && 'peer' in placement))) {
    throw new ActorOptionError('spawn', "transfer needs placement: 'thread', { pool } or { device }")
  }
  return checked
}

/** @throws ActorOptionError */
export function checkPolicy(given: unknown, where: string): RestartPolicy {
  return check(restartPolicy, given, where)
}

export function checkSystem(options: SystemOptions): z.output<typeof systemSchema> {
  return check(systemSchema, options, 'ActorSystem.start')
}

/** @throws ActorOptionError when `ms` is no usable delay */
export function checkDelay(ms: unknown, option: string): number {
  if (typeof ms === 'number' && ms >= 0 && ms <= maxDelayMs) return ms
  throw new ActorOptionError(option, `expected milliseconds from 0 to ${maxDelayMs}, got ${String(ms)}`)
}

/** @throws ActorOptionError when `size` is no usable number of actors or threads */
export function checkSize(size: unknown, option: string, most = 10_000): number {
  if (Number.isInteger(size) && (size as number) >= 1 && (size as number) <= most) return size as number
  throw new ActorOptionError(option, `expected a whole number from 1 to ${most}, got ${String(size)}`)
}

function check<S extends z.ZodType>(schema: S, options: unknown, where: string): z.output<S> {
  const result = schema.safeParse(options)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new ActorOptionError([where, ...issue.path].join('.'), issue.message)
}

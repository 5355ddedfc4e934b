import type { ResourceLimits } from 'node:worker_threads'
import type { z as Zod } from 'zod'
import type { Transferable } from '../transport/envelope.js'
import type { Transport } from '../transport/transport.js'
import type { Failure, RestartPolicy, Supervise } from './children/supervision.js'
import { type Clock, maxDelayMs } from './clock.js'
import type { Stall } from './observe/stall.js'
import type { TraceListener } from './observe/trace.js'
import type { Peer } from './remote/peer.js'

/** What options may be. A function of zod, so that it is loaded by whoever checks first. */
export const makeSchemas = (z: typeof Zod) => {
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
  const restartPolicy = z.strictObject(policy) as unknown as Zod.ZodType<RestartPolicy>

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
  ) as unknown as Zod.ZodType<Supervise>

  const farPlacement = z.strictObject({
    peer: z.custom<Peer>((v) => typeof (v as Peer)?.node === 'string', 'expected what system.connect gave'),
    as: z.string().min(1).max(200).optional(),
  })

  const mebibytes = z
    .number()
    .min(1)
    .max(2 ** 24)
    .optional()
  // A stack that is too small for Node itself ends the process, not the thread.
  const stackSizeMb = z.number().min(0.5).max(1024).optional()
  const resourceLimits = z.strictObject({
    maxOldGenerationSizeMb: mebibytes,
    maxYoungGenerationSizeMb: mebibytes,
    codeRangeSizeMb: mebibytes,
    stackSizeMb,
  }) as unknown as Zod.ZodType<ResourceLimits>

  const device = z.string().regex(/^[\w.:-]{1,64}$/)
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
          z.strictObject({ device }),
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
    resourceLimits: resourceLimits.optional(),
    transfer: z.custom<readonly Transferable[]>((v) => Array.isArray(v), 'expected an array').optional(),
  })

  const systemSchema = z.strictObject({
    clock: z
      .custom<Clock>((v) => typeof (v as Clock)?.schedule === 'function', 'expected a Clock')
      .optional(),
    random: fn<() => number>().optional(),
    transport: z
      .custom<Transport>((v) => typeof (v as Transport)?.open === 'function', 'expected a Transport')
      .optional(),
    onFailure: fn<(failure: Failure) => void>().optional(),
    watchdog: z
      .union([
        z.literal(false),
        z.strictObject({
          stallMs: z.number().min(20).max(maxDelayMs).default(5000),
          waitMs: z.number().min(20).max(maxDelayMs).default(30_000),
        }),
      ])
      .optional(),
    onStall: fn<(stall: Stall) => void>().optional(),
    timing: z.boolean().default(false),
    devices: z.array(device).min(1).optional(),
    trace: fn<TraceListener>().optional(),
  })

  const inspectSchema = z.strictObject({
    timeoutMs: delay.positive().default(1000),
    limit: room.default(10_000),
  })
  return { restartPolicy, resourceLimits, spawnSchema, systemSchema, inspectSchema }
}

export type Schemas = ReturnType<typeof makeSchemas>

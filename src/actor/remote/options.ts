import type { TlsIdentity } from '../../transport/tcp/reach.js'
import { defaultHeartbeat, type HeartbeatOptions } from '../../transport/tcp/suspicion.js'
import { z } from '../../zod.js'
import { maxDelayMs } from '../clock.js'
import type { ActorDefinition } from '../context.js'
import { isDefinition, moduleName } from '../definition.js'
import { ActorOptionError } from '../errors.js'

/** Definitions by the name that peers spawn them by; in a list, the file name of the module is that name. */
export type Spawnable =
  | Readonly<Record<string, ActorDefinition<any, any>>>
  | readonly ActorDefinition<any, any>[]

/** What both ends of a connection may be told. */
interface CommonOptions {
  /** Default 127.0.0.1. Any address that isn't loopback needs `tls`. */
  host?: string
  /** PEM texts. TLS 1.3, and both sides show a certificate that the other's `ca` has issued. */
  tls?: TlsIdentity
  /** How the other side sees this one in {@link Peer.name}; at most 100 bytes. Default ''. */
  name?: string
  /** What the other side may spawn here; nothing else. Default: nothing. */
  actors?: Spawnable
  /** How many actors it may have running here at once. Default 10,000. */
  maxActors?: number
  /** Parts that aren't given keep their defaults. */
  heartbeat?: Partial<HeartbeatOptions>
  /** Longest frame that is taken, in bytes, 4096 or more: bounds a message. Default 16 MiB and 4 KiB. */
  frameBytes?: number
  /** How many bytes wait for a peer that reads slowly before messages to it are dropped. Default 16 MiB. */
  queueBytes?: number
}

export interface ListenOptions extends CommonOptions {
  /** Default 0: any free one. */
  port?: number
  /** Time for a connection to prove itself, TLS included. Default 5000 ms. */
  handshakeMs?: number
  /** Connections at once that have not proved themselves. Default 32. */
  maxHandshakes?: number
  /** Peers at once. Default 256. */
  maxPeers?: number
  /** Hears of every connection that came to nothing. */
  onRefused?: (error: Error) => void
}

export interface ConnectOptions extends CommonOptions {
  port: number
  /** For each attempt, handshake included. */
  timeoutMs: number
  /**
   * After the connection was lost: waits `minMs`, doubled after each failure up to `maxMs`, with a fifth more or
   * less by chance. Default 100, 5000 and 20 attempts; false: none.
   */
  reconnect?: { minMs?: number; maxMs?: number; attempts?: number } | false
}

const delay = z.number().min(0).max(maxDelayMs)
const count = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31)
const pem = z.union([z.string().min(1), z.instanceof(Buffer)])

const common = {
  host: z.string().min(1).default('127.0.0.1'),
  tls: z.strictObject({ key: pem, cert: pem, ca: pem, servername: z.string().min(1).optional() }).optional(),
  name: z
    .string()
    .refine((name) => Buffer.byteLength(name) <= 100, 'at most 100 bytes')
    .default(''),
  actors: z
    .custom<Spawnable>(
      (v) => typeof v === 'object' && v !== null && Object.values(v).every(isDefinition),
      'expected definitions made by defineActor',
    )
    .default({}),
  maxActors: count.default(10_000),
  heartbeat: z
    .strictObject({
      everyMs: delay.positive().default(defaultHeartbeat.everyMs),
      threshold: z.number().positive().default(defaultHeartbeat.threshold),
      firstEstimateMs: delay.positive().default(defaultHeartbeat.firstEstimateMs),
      minStdMs: delay.positive().default(defaultHeartbeat.minStdMs),
      acceptablePauseMs: delay.default(defaultHeartbeat.acceptablePauseMs),
      samples: z.number().int().min(2).max(10_000).default(defaultHeartbeat.samples),
    })
    .default(defaultHeartbeat),
  frameBytes: z
    .number()
    .int()
    .min(4096)
    .max(2 ** 30)
    .default(2 ** 24 + 4096),
  queueBytes: count.default(2 ** 24),
}

const listenSchema = z.strictObject({
  ...common,
  port: z.number().int().min(0).max(65_535).default(0),
  handshakeMs: delay.positive().default(5000),
  maxHandshakes: count.default(32),
  maxPeers: count.default(256),
  onRefused: z
    .custom<(error: Error) => void>((v) => typeof v === 'function', 'expected a function')
    .optional(),
})

const reconnect = z.strictObject({
  minMs: delay.positive().default(100),
  maxMs: delay.positive().default(5000),
  attempts: z.number().int().min(1).max(1_000_000).default(20),
})

const connectSchema = z.strictObject({
  ...common,
  port: z.number().int().min(1).max(65_535),
  timeoutMs: delay.positive(),
  reconnect: z.union([z.literal(false), reconnect]).default(reconnect.parse({})),
})

export type CheckedListen = z.output<typeof listenSchema>
export type CheckedConnect = z.output<typeof connectSchema>

/** @throws ActorOptionError */
export function checkListen(options: ListenOptions): CheckedListen {
  return check(listenSchema, options, 'listen')
}

/** @throws ActorOptionError */
export function checkConnect(options: ConnectOptions): CheckedConnect {
  return check(connectSchema, options, 'connect')
}

/**
 * The names by which peers spawn, each once.
 *
 * @throws ActorOptionError when two modules have the same file name
 */
export function nameActors(actors: Spawnable, where: string): ReadonlyMap<string, ActorDefinition<any, any>> {
  if (!Array.isArray(actors)) return new Map(Object.entries(actors))
  const named = new Map<string, ActorDefinition<any, any>>()
  for (const definition of actors as readonly ActorDefinition<any, any>[]) {
    const name = moduleName(definition)
    if (named.has(name)) {
      throw new ActorOptionError(
        `${where}.actors`,
        `two modules are called ${name}: give names, { name: Definition }`,
      )
    }
    named.set(name, definition)
  }
  return named
}

function check<S extends z.ZodType>(schema: S, options: unknown, where: string): z.output<S> {
  const result = schema.safeParse(options)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new ActorOptionError([where, ...issue.path].join('.'), issue.message)
}

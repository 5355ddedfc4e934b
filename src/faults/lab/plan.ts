import { z } from '../../zod.js'
import { phases } from '../points/index.js'

/** Longest hang that a plan may ask for: ten minutes. */
export const longestHangMs = 600_000

const hangTime = 'must be from 1 ms to 10 minutes'
const slowness = 'must be a number above 1, and at most 1000'
const count = 'must be a whole number of at least 0'
const kinds = ['kill', 'throw', 'exit', 'hang', 'slow', 'oom', 'nan', 'bitflip'] as const

/**
 * A fault plan: what is done to whom, and when. The same schema reads a JSON plan file and checks what the
 * parser of `--faults` specifications made, so a plan has one meaning whichever way it came in.
 */
export const faultSchema = z
  .strictObject({
    /**
     * - `kill` terminates the agent's thread from outside, or ends the whole `process`, `throw` makes its own code throw, `exit` makes it call
     *   `process.exit()`
     * - `hang`: it stands still in JavaScript or in native code for a while, and goes on afterwards
     * - `slow`: its shards take longer in a range of steps
     * - `oom`: its JavaScript heap, or the tensor memory it may use, runs out
     * - `nan`: a NaN gets into the gradient of one shard that it computes
     * - `bitflip`: one bit of such a gradient is wrong
     */
    kind: z.enum(kinds, `must be one of ${kinds.join(', ')}`),
    /** The agent's id, from 0. Its incarnation does not matter: whoever holds the id at that step is meant. */
    agent: z.int(count).min(0, count).optional(),
    /** Of `kill`: the process of the run instead, once. It strikes where agent 0 is. */
    process: z.literal(true).optional(),
    /** The step being worked on, counted from 0: step 20 is the one after 20 commits. Of `slow` the first one. */
    step: z.int(count).min(0, count),
    /**
     * Where in the step. Left out, a `kill` comes at a random moment of it, and all others before a shard. `join` is
     * for kills and for what spoils values, which take no other: it means the first life that the agent begins in that
     * step or later, killed between its admission probe and its seat, or its probe.
     */
    phase: z.enum(phases, `must be one of ${phases.join(', ')}`).optional(),
    /** Of `hang`: where. */
    in: z.enum(['js', 'native'], 'must be js or native').optional(),
    /** Of `hang`: for how many milliseconds. */
    forMs: z.int(hangTime).min(1, hangTime).max(longestHangMs, hangTime).optional(),
    /** Of `slow`: how many times as long its shards take, and the last step. */
    factor: z.number(slowness).gt(1, slowness).max(1000, slowness).optional(),
    until: z.int(count).min(0, count).optional(),
    /** Of `oom`: what runs out. Of `bitflip`: where the bit is. */
    of: z.enum(['heap', 'tensor', 'gradient'], 'must be heap, tensor or gradient').optional(),
    /** Of `nan` and `bitflip`: everything the agent computes from that step on, in all its lives; with `join` all their probes. */
    persistent: z.boolean().optional(),
    /** The shard that it happens in is one that another agent computes, and the target a second time (`redundancy`). */
    check: z.boolean().optional(),
  })
  .superRefine((fault, context) => {
    const wanted: readonly string[] = fieldsOf[fault.kind]
    for (const field of ['in', 'forMs', 'factor', 'until', 'of', 'phase'] as const) {
      const given = fault[field] !== undefined
      const belongs = wanted.includes(field) || (field === 'phase' && (ends(fault) || spoilsProbe(fault)))
      if (given === belongs || (field === 'phase' && !given)) continue
      const message = given ? `has no place in a ${fault.kind}` : 'is missing'
      context.addIssue({ code: 'custom', path: [field], message })
    }
    if (fault.process !== undefined && fault.kind !== 'kill')
      context.addIssue({ code: 'custom', path: ['process'], message: `has no place in a ${fault.kind}` })
    if ((fault.agent === undefined) !== (fault.process === true))
      context.addIssue({
        code: 'custom',
        path: ['agent'],
        message: fault.process ? 'has no place beside process' : 'is missing',
      })
    if (fault.persistent !== undefined && !spoilsValues(fault))
      context.addIssue({ code: 'custom', path: ['persistent'], message: `has no place in a ${fault.kind}` })
    if (fault.of !== undefined && (fault.of === 'gradient') !== (fault.kind === 'bitflip'))
      context.addIssue({ code: 'custom', path: ['of'], message: `cannot be ${fault.of} in a ${fault.kind}` })
    if (fault.check !== undefined && !inShard(fault)) {
      const message = 'has a place only in what happens while a shard is computed (data, forward, backward)'
      context.addIssue({ code: 'custom', path: ['check'], message })
    }
    if (fault.until !== undefined && fault.until < fault.step)
      context.addIssue({ code: 'custom', path: ['until'], message: 'lies before step' })
  })
  .transform((fault) => ({ ...fault, agent: fault.agent ?? 0 }))

/** What a kind needs besides agent and step. */
export const fieldsOf = {
  kill: [],
  throw: [],
  exit: [],
  hang: ['in', 'forMs'],
  slow: ['factor', 'until'],
  oom: ['of'],
  nan: [],
  bitflip: ['of'],
} as const

/** Whether it spoils a value instead of doing something to its agent. */
export function spoilsValues({ kind }: { readonly kind: string }): boolean {
  return kind === 'nan' || kind === 'bitflip'
}

const computing: readonly string[] = ['data', 'forward', 'backward']

/** Whether it happens while its target computes a shard. */
function inShard({ kind, phase }: { readonly kind: string; readonly phase?: string | undefined }): boolean {
  if (spoilsValues({ kind })) return phase === undefined
  if (kind === 'slow') return false
  return phase === undefined ? kind !== 'kill' : computing.includes(phase)
}

/** Whether it spoils the admission probe, and nothing of a step. */
export function spoilsProbe(fault: { readonly kind: string; readonly phase?: string | undefined }): boolean {
  return spoilsValues(fault) && fault.phase === 'join'
}

/** Whether it meets an agent that joins, before it has a seat: no step is touched. */
export function meetsJoin({ phase }: { readonly phase?: string | undefined }): boolean {
  return phase === 'join'
}

/** Whether its target may end, or stands still: others leave it at work. */
export function ends(fault: { readonly kind: string }): boolean {
  return fault.kind !== 'slow' && !spoilsValues(fault)
}

export const faultPlanSchema = z.strictObject({ faults: z.array(faultSchema).min(1) })

export type Fault = z.infer<typeof faultSchema>
export type FaultPlan = z.infer<typeof faultPlanSchema>

/** A fault in the notation of `--faults`, for messages and records. */
export function describeFault(fault: Fault): string {
  const { kind, agent, step, phase, forMs, factor, until, of } = fault
  const target = [
    fault.process === true ? 'process' : `agent=${agent}`,
    ...(fault.in === undefined ? [] : [`in=${fault.in}`]),
    ...(forMs === undefined ? [] : [`for=${forMs % 1000 === 0 ? `${forMs / 1000}s` : `${forMs}ms`}`]),
    ...(factor === undefined ? [] : [`factor=${factor}`]),
    ...(fault.persistent === true ? ['persistent'] : []),
    ...(of === undefined ? [] : [`of=${of}`]),
    ...(fault.check === true ? ['check'] : []),
  ]
  const moment = until === undefined ? `step=${step}` : `steps=${step}-${until}`
  return `${kind}:${target.join(',')}@${moment}${phase === undefined ? '' : `,phase=${phase}`}`
}

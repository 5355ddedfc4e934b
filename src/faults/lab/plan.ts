import { z } from 'zod'
import { phases } from '../points/index.js'

/**
 * A fault plan: what is done to whom, and when. The same schema reads a JSON plan file and checks what the
 * parser of `--faults` specifications made, so a plan has one meaning whichever way it came in.
 */
export const faultSchema = z.strictObject({
  /** `kill` terminates the agent's thread from outside; `throw` makes its own code throw. */
  kind: z.enum(['kill', 'throw']),
  /** The agent's id, from 0. Its incarnation does not matter: whoever holds the id at that step is meant. */
  agent: z.int().min(0),
  /** The step being worked on, counted from 0: step 20 is the one after 20 commits. */
  step: z.int().min(0),
  /** Where in the step. Left out, a `kill` comes at a random moment of it, and a `throw` before a shard. */
  phase: z.enum(phases).optional(),
})

export const faultPlanSchema = z.strictObject({ faults: z.array(faultSchema).min(1) })

export type Fault = z.infer<typeof faultSchema>
export type FaultPlan = z.infer<typeof faultPlanSchema>

/** A fault in the notation of `--faults`, for messages and records. */
export function describeFault(fault: Fault): string {
  const phase = fault.phase === undefined ? '' : `,phase=${fault.phase}`
  return `${fault.kind}:agent=${fault.agent}@step=${fault.step}${phase}`
}

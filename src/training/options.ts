import { availableParallelism } from 'node:os'
import { counted } from '../errors.js'
import { z } from '../zod.js'
import { OptionError } from './errors.js'
import { checkSettingName } from './settings.js'

const whole = (least: number, most = 2 ** 31 - 1) =>
  z
    .number('must be a number')
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)

/**
 * The options of `train()` and, under the same names, of `troupe train`. All are optional.
 */
export const trainOptionsSchema = z.strictObject({
  /** Agents on the available devices. Default: one per CPU core, at most S. Up to 8 beyond S stand by as spares. */
  agents: whole(1, 1024).optional(),
  /** Devices that agents may own. This version runs on the CPU only: `['cpu']`. */
  devices: z
    .array(z.literal('cpu', "this version trains on 'cpu' only"))
    .min(1, 'must name a device')
    .optional(),
  /** S, the logical slices of the global batch. Default: see {@link defaultShards}. Part of the identity. */
  shards: whole(1, 2048).optional(),
  /** Samples of a global batch. Default: the task's. */
  batch: whole(1).optional(),
  /** Steps to run. Excludes `epochs`. Default: the task's, else one epoch. */
  steps: whole(1).optional(),
  /** Epochs to run: ⌊epochs · samples / batch⌋ steps; may be fractional. Excludes `steps`. */
  epochs: z
    .number('must be a number')
    .positive('must be above 0')
    .max(1e6, 'must be at most 1000000')
    .optional(),
  /** Seed of the parameters, the samples' order, augmentation and dropout. Default 1. */
  seed: whole(0).default(1),
  /** Native threads per agent, T. Default 1. Part of the identity, because sums depend on it. */
  threads: whole(1, 256).default(1),
  /**
   * `bf16`: `loss` and `evaluate` run in `autocast('bf16')`, where matrix products and convolutions compute in bfloat16;
   * parameters, their gradients and the optimizer's state stay float32. Default `float32`. Part of the identity.
   */
  precision: z.enum(['float32', 'bf16'], "must be 'float32' or 'bf16'").default('float32'),
  /** Agents beyond `agents` that are ready to take over. Default 0. */
  spares: whole(0, 1024).default(0),
  /** Agent restarts within a minute before the run gives up. Default 5. */
  restarts: whole(0, 1000).default(5),
  /**
   * The share of shards, from 0 to 1, that are computed a second time, by another agent where there is one. Two results
   * that differ are settled by a third, and the step is tried again without the agent that was wrong. Which shards these
   * are depends on seed and step alone; the result of the run does not depend on it. Default 0.
   */
  redundancy: z
    .number('must be a number')
    .min(0, 'must be at least 0')
    .max(1, 'must be at most 1')
    .default(0),
  /**
   * What a loss or gradient that is not finite does: `retry` computes the step once more, by other agents than those
   * whose part it was, then fails; `skip` goes on without that step; `fail` ends the run.
   */
  onNonfinite: z.enum(['retry', 'skip', 'fail'], "must be 'retry', 'skip' or 'fail'").default('retry'),
  /**
   * What the tensors of one agent may hold together: bytes, or a text like '512M' or '2G' (powers of 1024). An agent
   * that needs more fails with `ERR_TENSOR_MEMORY` and is replaced. Default: no limit.
   */
  agentMemory: z
    .union(
      [
        whole(1, 2 ** 50),
        z.string().regex(/^[1-9]\d{0,11}[KMGT]?$/, "must be bytes, or like '512M' or '2G'"),
      ],
      "must be bytes, or like '512M' or '2G'",
    )
    .optional(),
  /** Folder of the task's data; what is in it is the task's affair. */
  data: z.string('must be a path').min(1, 'must be a path').optional(),
  /** Run directory. Default: runs/<task>-<time>. */
  run: z.string('must be a path').min(1, 'must be a path').optional(),
  /**
   * Goes on from the last good checkpoint of this run directory, or from this one checkpoint; `true`: of `run`, or of
   * the task's newest run below `runs`. What decides over the result is taken from that run unless given.
   */
  resume: z
    .union(
      [z.literal(true), z.string().min(1, 'must be a run directory or a checkpoint')],
      'must be a run directory, a checkpoint or true',
    )
    .optional(),
  /** Steps between checkpoints. Default: only when the run is stopped or fails. */
  checkpointEvery: whole(1).optional(),
  /** Checkpoints that are kept. Default 3. */
  keep: whole(1, 1_000_000).default(3),
  /** Fault specification, path of a JSON plan, or the plan itself. */
  faults: z
    .union([z.string(), z.looseObject({ faults: z.array(z.unknown()) })], 'must be a SPEC, a FILE or a plan')
    .optional(),
  /** The task's own options. */
  set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** False lets an agent compute its share of the batch in one piece; the result then depends on `agents`. */
  exact: z.boolean('must be true or false').default(true),
})

export type TrainOptions = z.input<typeof trainOptionsSchema>
export type CheckedOptions = z.output<typeof trainOptionsSchema>

/**
 * Checks options by themselves; what depends on the task comes later ({@link planRun}).
 *
 * @throws OptionError (`ERR_OPTION`), one line that names the option
 */
export function checkOptions(options: TrainOptions): CheckedOptions {
  const read = trainOptionsSchema.safeParse(options)
  if (!read.success) {
    const issue = read.error.issues[0]!
    if (issue.code === 'unrecognized_keys') {
      throw new OptionError(`unknown option ${issue.keys.map((key) => `'${key}'`).join(', ')}.`, {
        keys: issue.keys,
      })
    }
    const name = String(issue.path[0] ?? 'options')
    const value = issue.path.reduce((at: any, key) => at?.[key], options)
    throw new OptionError(`${name} ${issue.message}, not ${shown(value)}.`, { name, value })
  }
  // zod leaves out what it takes for dangerous, silently.
  for (const name of Object.keys(options.set ?? {})) checkSettingName(name)
  if (read.data.steps !== undefined && read.data.epochs !== undefined) {
    throw new OptionError('steps and epochs contradict each other: give one of them.')
  }
  return read.data
}

/** Bytes of a size as options have it; 0 for none. */
export function bytesOf(size: number | string | undefined): number {
  if (typeof size !== 'string') return size ?? 0
  const unit = 'KMGT'.indexOf(size.at(-1)!)
  return Number.parseInt(size, 10) * 1024 ** (unit + 1)
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined')
}

/**
 * The default S: the largest power of two ≤ min(8, max(1, batch / 32)) that divides the batch. It depends on the
 * batch only, never on the number of agents, so that the same command gives the same bits on every machine.
 */
export function defaultShards(batch: number): number {
  let shards = 1
  while (shards * 2 <= Math.min(8, Math.max(1, batch / 32)) && batch % (shards * 2) === 0) shards *= 2
  return shards
}

/** How many of the agents beyond S stand by: each costs a thread and its memory, and few ever get to work. */
export const mostExtra = 8

/** What a run will do, every default filled in. */
export interface RunPlan {
  /** Agents that compute; at most S. */
  readonly agents: number
  /** Agents that stand by: `spares`, and those of `agents` beyond S, of these at most {@link mostExtra}. */
  readonly spares: number
  /** Agents that were asked for and are not started. */
  readonly surplus: number
  readonly shards: number
  readonly batch: number
  readonly steps: number
  /** Samples that the last, incomplete batch would have had; they are left out and reported. */
  readonly remainder: number
}

/** The plan with another number of agents, spares included: those that compute come first. */
export function withCrew(plan: RunPlan, crew: number | null): RunPlan {
  if (crew === null) return plan
  const agents = Math.min(plan.shards, Math.max(1, crew - plan.spares))
  return { ...plan, agents, spares: Math.max(0, crew - agents) }
}

/** What of the task the plan needs: its declared defaults and the size of its training set. */
export interface TaskFigures {
  readonly batch: number
  readonly steps?: number | undefined
  readonly epochs?: number | undefined
  readonly samples: number
}

/**
 * Fills in the defaults that depend on the task and on its data.
 *
 * @throws OptionError when S does not divide the batch or an epoch is shorter than a step
 */
export function planRun(options: CheckedOptions, task: TaskFigures): RunPlan {
  const batch = options.batch ?? task.batch
  const shards = options.exact ? (options.shards ?? defaultShards(batch)) : mergedShards(options, batch)
  if (batch % shards !== 0) {
    throw new OptionError(
      `shards ${shards} does not divide the batch of ${batch}. Choose a divisor, for example ${divisorNear(batch, shards)}.`,
      { batch, shards },
    )
  }
  const wanted = options.agents ?? Math.min(availableParallelism(), shards)
  const agents = Math.min(wanted, shards)
  const { steps, remainder } = countSteps(options, task, batch)
  const extra = Math.min(wanted - agents, mostExtra)
  const surplus = wanted - agents - extra
  return { agents, spares: options.spares + extra, surplus, shards, batch, steps, remainder }
}

/** Without exactness an agent computes its share of the batch in one piece: as many shards as agents. */
function mergedShards({ shards, agents = availableParallelism() }: CheckedOptions, batch: number): number {
  if (shards !== undefined)
    throw new OptionError('shards has no meaning without exact: leave it out.', { shards })
  return divisorNear(batch, agents)
}

function countSteps(
  options: CheckedOptions,
  task: TaskFigures,
  batch: number,
): { steps: number; remainder: number } {
  const asked = options.steps ?? (options.epochs === undefined ? task.steps : undefined)
  if (asked !== undefined) return { steps: asked, remainder: 0 }
  const epochs = options.epochs ?? task.epochs ?? 1
  const samples = Math.floor(epochs * task.samples)
  const steps = Math.floor(samples / batch)
  if (steps === 0) {
    throw new OptionError(
      `epochs ${epochs} of ${counted(task.samples, 'sample')} do not fill one batch of ${batch}. Lower batch or raise epochs.`,
      { epochs, samples: task.samples, batch },
    )
  }
  return { steps, remainder: samples - steps * batch }
}

/** The largest divisor of the batch that is at most the S asked for. */
function divisorNear(batch: number, shards: number): number {
  let divisor = Math.min(batch, shards)
  while (batch % divisor !== 0) divisor--
  return divisor
}

import { counted, TroupeError } from '../errors.js'
import type { ProbeDigests } from '../state/index.js'
import { registerError } from '../transport/error-record.js'

/** The parts of the admission probe, in words. */
const probeParts: Record<keyof ProbeDigests, string> = {
  batch: 'the built-in batch',
  gradient: 'the gradient of the built-in batch',
  update: 'the update with that gradient',
}

/** Agents died more often than `restarts` allows and nobody is left to compute. `cause` is the last death's. */
export class RestartsSpentError extends TroupeError {
  constructor(restarts: number, withinMs: number, cause?: unknown) {
    super(
      'ERR_RESTARTS_SPENT',
      `no agent is left, and ${counted(restarts, 'restart')} within ${withinMs / 1000} s ${restarts === 1 ? 'was' : 'were'} not enough (last cause: ` +
        `${cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)}). Correct the cause, or raise restarts.`,
      { restarts, withinMs },
      cause,
    )
  }
}

/**
 * Computations of one shard differ, and no two of three agree, or there was no third: the task is not a function of
 * what it is given, or more than one device is at fault. `cause` is why there was no third.
 */
export class ResultsDifferError extends TroupeError {
  constructor(step: number, shard: number, times: number, cause?: unknown) {
    super(
      'ERR_RESULTS_DIFFER',
      `shard ${shard} of step ${step} had different results in ${counted(times, 'attempt')}, and which are right cannot be said. ` +
        'Look for chance or shared state in the task (Math.random, the time, counters), or train without redundancy.',
      { step, shard, times },
      cause,
    )
  }
}

/** Every shard has an agent of its own: one more would have nothing to do. */
export class NoWorkError extends TroupeError {
  constructor(shards: number) {
    super(
      'ERR_NO_WORK',
      `every shard (${shards} of them) has an agent already. Start the run with more shards.`,
      { shards },
    )
  }
}

/** No agent has moved for longer than `stallMs`: one of them hangs, or a shard takes longer than that. */
export class StalledError extends TroupeError {
  constructor(step: number, stillMs: number, limitMs: number) {
    super(
      'ERR_STALLED',
      `step ${step} has not moved for ${Math.round(stillMs / 1000)} s. Look for an endless loop or a lock in loss() or ` +
        `evaluate(); if one shard really takes that long, raise stallMs (${limitMs}).`,
      { step, stillMs, limitMs },
    )
  }
}

/** An agent hangs in the middle of an update, which nobody can take over: some parameters are changed and some not. */
export class UpdateHungError extends TroupeError {
  constructor(step: number, agent: number, where: string) {
    super(
      'ERR_UPDATE_HUNG',
      `agent ${agent} hangs in ${where} while it updates parameters in step ${step}: they are half changed. ` +
        'Resume from the last checkpoint, in a new process.',
      { step, agent },
    )
  }
}

/** An agent computed the admission probe to other bits than the run's first agents, and does not sit down. */
export class AdmissionRefusedError extends TroupeError {
  constructor(agent: number, part: keyof ProbeDigests) {
    super(
      'ERR_ADMISSION_REFUSED',
      `agent ${agent} was refused by the admission probe: ${probeParts[part]} is not, bit for bit, what the run's first ` +
        'agents computed. Its device computes wrongly: run without it.',
      { agent, part },
    )
  }
}

/** The first agents of a run do not agree about the admission probe, and no majority says who is right. */
export class AdmissionSplitError extends TroupeError {
  constructor(groups: readonly (readonly number[])[]) {
    const sides = groups.map((agents) => `agent${agents.length === 1 ? '' : 's'} ${agents.join(', ')}`)
    super(
      'ERR_ADMISSION_SPLIT',
      `the run does not start: its agents computed the admission probe to different bits, and no side has a majority ` +
        `(${sides.join(' against ')}). One of the devices computes wrongly: run on each alone to find out which, or with more agents.`,
      { groups },
    )
  }
}

/** No agent of this process computes the admission probe as the run did before it was resumed or restarted. */
export class AdmissionReferenceError extends TroupeError {
  constructor(part: keyof ProbeDigests) {
    super(
      'ERR_ADMISSION_REFERENCE',
      part === 'batch'
        ? 'the first batch of this run is not what it was when the run began: the training data has changed. Restore it, or start a new run.'
        : `this machine does not compute what the run began with: ${probeParts[part]} differs bit for bit, although task, ` +
            'options and library versions are the same. Resume where the run began, or on the same processor with the same BLAS; ' +
            'or start a new run.',
      { part },
    )
  }
}

registerError(
  RestartsSpentError,
  NoWorkError,
  StalledError,
  UpdateHungError,
  AdmissionRefusedError,
  AdmissionSplitError,
  AdmissionReferenceError,
)

import { counted, TroupeError } from '../errors.js'

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

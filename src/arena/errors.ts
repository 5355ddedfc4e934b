import { TroupeError } from '../errors.js'

/** `ERR_ARENA_LAYOUT`: a model that the arena cannot hold; the message names the parameter or buffer. */
export class ArenaLayoutError extends TroupeError {
  constructor(what: string, fields: Record<string, unknown> = {}) {
    super('ERR_ARENA_LAYOUT', `The model does not fit the arena: ${what}.`, fields)
  }
}

/** `ERR_NO_SEAT`: every seat is held by a live or a not yet ended incarnation. */
export class NoSeatError extends TroupeError {
  constructor(readonly agent: number) {
    super('ERR_NO_SEAT', `No seat is free for agent ${agent}: raise --restarts, or run with fewer agents.`, {
      agent,
    })
  }
}

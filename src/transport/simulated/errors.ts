import { TroupeError, textOf } from '../../errors.js'
import { registerError } from '../error-record.js'

/** Nothing is left that could happen by the virtual clock, and what was waited for has not come. */
export class StalledError extends TroupeError {
  constructor(what: string, atMs: number, pending: number) {
    super(
      'ERR_SIMULATION_STALLED',
      pending === 0
        ? `${what} can't come: at ${atMs} virtual ms no message is on its way and no timer waits. Look for an actor that waits for another one, for real I/O or for a timer of Node's own instead of ctx.timers`
        : `${what} has not come by ${atMs} virtual ms: wait longer (withinMs), or look for what keeps it`,
      { atMs, pending },
    )
  }
}

/** The link to a place was cut for longer than the simulation's `unreachableAfterMs`: the place counts as lost. */
export class UnreachableError extends TroupeError {
  constructor(name: string, afterMs: number) {
    super(
      'ERR_UNREACHABLE',
      `${name} could not be reached for ${afterMs} ms: heal the partition earlier, or supervise the actor`,
      { name, afterMs },
    )
  }
}

/** An option of the simulation has a wrong value. */
export class SimulationOptionError extends TroupeError {
  constructor(option: string, problem: string) {
    super('ERR_SIMULATION_OPTION', `${option}: ${problem}`, { option })
  }
}

/** @throws SimulationOptionError when `ms` is no span of virtual time */
export function checkSpan(ms: unknown, option: string): void {
  if (!(typeof ms === 'number' && ms >= 0 && ms < Number.POSITIVE_INFINITY))
    throw new SimulationOptionError(option, `expected milliseconds, 0 or more, got ${textOf(ms)}`)
}

/** @throws SimulationOptionError when `given` is no object of options */
export function checkObject(given: unknown, option: string): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new SimulationOptionError(option, `expected an object, got ${textOf(given)}`)
}

registerError(StalledError, UnreachableError, SimulationOptionError)

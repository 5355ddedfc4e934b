import { TroupeError } from '../src/errors.js'

/** A peer that is not there: what is missing, and the command that would bring it. */
export class PeerMissingError extends TroupeError {
  constructor(peer: string, reason: string, cause?: unknown) {
    super('ERR_BENCH_PEER_MISSING', `${peer} cannot be compared with: ${reason}`, { peer }, cause)
  }
}

/** A measuring process that failed, hung past its deadline, or said nothing that could be read. */
export class MeasurementError extends TroupeError {
  constructor(command: string, reason: string, stderr = '') {
    const tail = stderr.trim().split('\n').slice(-8).join('\n')
    super('ERR_BENCH_MEASUREMENT', `${command} ${reason}${tail === '' ? '' : `\n${tail}`}`, { command })
  }
}

import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A fault specification that cannot be read. Wrong usage: exit 2. */
export class FaultSpecError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}, cause?: unknown) {
    super('ERR_FAULT_SPEC', message, fields, cause)
  }
}

/** A fault that is well-formed and can never happen in this run. Wrong usage: exit 2. */
export class FaultCannotFireError extends TroupeError {
  constructor(message: string, fields: Record<string, unknown> = {}) {
    super('ERR_FAULT_CANNOT_FIRE', message, fields)
  }
}

/** The run ended and a planned fault had not happened: the run proves less than its plan says, so it fails. */
export class FaultNotFiredError extends TroupeError {
  constructor(faults: readonly string[]) {
    super(
      'ERR_FAULT_NOT_FIRED',
      `the run ended before ${faults.length === 1 ? 'this fault' : 'these faults'} happened: ${faults.join('; ')}. ` +
        'Choose another phase or an earlier step; after an earlier fault on the same agent, a step late enough for its replacement.',
      { faults },
    )
  }
}

registerError(FaultSpecError, FaultCannotFireError, FaultNotFiredError)

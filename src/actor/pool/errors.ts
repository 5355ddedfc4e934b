import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A spawn into a pool that was closed, never opened, or has lost its threads for good. */
export class PoolClosedError extends TroupeError {
  constructor(pool: string) {
    super(
      'ERR_POOL_CLOSED',
      `there is no open pool '${pool}': open it with system.pool({ name: '${pool}', threads }), or see onFailure for how its threads were lost`,
      { pool },
    )
  }
}

/** `placement: { device }` names a device that this machine doesn't have. */
export class UnknownDeviceError extends TroupeError {
  constructor(device: string, known: readonly string[]) {
    super(
      'ERR_UNKNOWN_DEVICE',
      `there is no device '${device}' here, only ${known.join(', ')}: place the actor on one of those, or name what else there is with ActorSystem.start({ devices })`,
      { device, known },
    )
  }
}

registerError(PoolClosedError, UnknownDeviceError)

import { TroupeError } from '../errors.js'

/** The addon has not been built for this installation, or was built without libtorch. */
export class AddonMissingError extends TroupeError {
  constructor(addon: string, file: string, remedy: string) {
    super('ERR_ADDON_MISSING', `the native addon ${addon} is not there; ${remedy}`, { addon, file })
  }
}

/** The addon is there and does not load: a library of it was removed, or belongs to another machine. */
export class AddonLoadError extends TroupeError {
  constructor(addon: string, file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    super(
      'ERR_ADDON_LOAD',
      `the native addon ${addon} does not load (${reason}); install what is missing, or build it again: npx troupe build`,
      { addon, file },
      cause,
    )
  }
}

import { AddonLoadError, AddonMissingError, core } from '../../native/index.js'
import { type Limits, remoteLimits } from '../codec/limits.js'
import { InvalidFrameError } from './errors.js'

/** What core.node offers to this folder. */
interface Verifier {
  verifyFrame?(bytes: Uint8Array, maxBytes: number, maxDepth: number, maxObjects: number): string | undefined
}

function nativeVerifier(): Verifier['verifyFrame'] {
  try {
    return (core() as unknown as Verifier).verifyFrame
  } catch (error) {
    if (error instanceof AddonMissingError || error instanceof AddonLoadError) return undefined
    throw error
  }
}

/**
 * A check for frames from outside the process, envelope and payload, that allocates nothing: a damaged one is refused
 * where it arrives, on behalf of the thread that would decode it. Without core.node the check passes everything, and
 * the same damage is found later, by {@link EnvelopeReader} and the payload's decoder.
 *
 * @returns a function that says what is wrong with a frame
 */
export function frameVerifier(
  limits: Limits = remoteLimits,
): (frame: Uint8Array) => InvalidFrameError | undefined {
  const verify = nativeVerifier()
  if (verify === undefined) return () => undefined
  return (frame) => {
    const wrong = verify(frame, limits.maxBytes, limits.maxDepth, limits.maxObjects)
    return wrong === undefined ? undefined : new InvalidFrameError(wrong)
  }
}

import { AddonLoadError, AddonMissingError } from '../native/index.js'
import { messagePortTransport } from './message-port/transport.js'
import { bootstrap } from './ring/place.js'
import { type RingOptions, ringTransport } from './ring/transport.js'
import { type AheadOptions, ThreadsAhead } from './threads/ahead.js'
import type { Transport } from './transport.js'

/**
 * Worker threads over rings where core.node is built, over message ports elsewhere: slower, otherwise the same.
 *
 * @param spare whether rings keep one thread started ahead, which costs its memory, so that a lost one is back sooner
 * @param ahead threads from {@link threadsAhead} for the first programs, instead of such a one
 */
export function threadTransport(options: RingOptions = {}): Transport {
  try {
    return ringTransport(options)
  } catch (error) {
    if (error instanceof AddonMissingError || error instanceof AddonLoadError) return messagePortTransport()
    throw error
  }
}

/** Starts threads for a transport that is to be made; whoever calls this closes them. */
export function threadsAhead(options: AheadOptions): ThreadsAhead {
  return new ThreadsAhead(bootstrap, options)
}

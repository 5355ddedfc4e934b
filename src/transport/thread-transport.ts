import { AddonLoadError, AddonMissingError } from '../native/index.js'
import { messagePortTransport } from './message-port/transport.js'
import { ringTransport } from './ring/transport.js'
import type { Transport } from './transport.js'

/**
 * Worker threads over rings where core.node is built, over message ports elsewhere: slower, otherwise the same.
 *
 * @param spare whether rings keep one thread started ahead, which costs its memory, so that a lost one is back sooner
 */
export function threadTransport({ spare = true }: { spare?: boolean } = {}): Transport {
  try {
    return ringTransport({ spare })
  } catch (error) {
    if (error instanceof AddonMissingError || error instanceof AddonLoadError) return messagePortTransport()
    throw error
  }
}

import { AddonLoadError, AddonMissingError } from '../native/index.js'
import { messagePortTransport } from './message-port/transport.js'
import { ringTransport } from './ring/transport.js'
import type { Transport } from './transport.js'

/** Worker threads over rings where core.node is built, over message ports elsewhere: slower, otherwise the same. */
export function threadTransport(): Transport {
  try {
    return ringTransport()
  } catch (error) {
    if (error instanceof AddonMissingError || error instanceof AddonLoadError) return messagePortTransport()
    throw error
  }
}

import { messagePortTransport } from '../../../src/transport/message-port/transport.js'
import { startWith } from '../helpers.js'

startWith(() => ({ transport: messagePortTransport() }))
await import('./threads.js')

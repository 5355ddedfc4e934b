import { enter } from '../threads/entry.js'
import { MessagePortConnection, type Packet } from './connection.js'

// Entry of every worker thread of the message-port transport.
const { port, data, load } = await enter()
const connection = new MessagePortConnection(port, data.here, () => port.close())
port.on('message', (packet: Packet) => connection.deliver(packet))
const { run } = await load()
run(connection, undefined, data.here)

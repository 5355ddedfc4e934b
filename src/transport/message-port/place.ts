import { startThread } from '../threads/thread.js'
import type { Place, Program } from '../transport.js'
import { whereabouts } from '../whereabouts.js'
import { MessagePortConnection, type Packet } from './connection.js'

/** Starts a worker thread that runs the program's module. */
export function openPlace(program: Program): Place {
  const { worker, exit, kill } = startThread(program, {
    bootstrap: new URL('./bootstrap.js', import.meta.url),
    data: {},
    onMessage: (message) => connection.deliver(message as Packet),
  })
  const connection = new MessagePortConnection(worker, whereabouts(program.here.node, 0), kill)
  return { connection, exit, kill }
}

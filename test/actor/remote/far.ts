import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ExecutionContext } from 'ava'
import type { ListenOptions } from '../../../src/actor/index.js'

const program = new URL('../../fixtures/remote/node.js', import.meta.url)

/** Nobody is given up for being held up, where silence is not what a test is about. */
export const patient = { acceptablePauseMs: 60_000 }

export interface Far {
  readonly port: number
  readonly process: ChildProcess
  /** Stops its system; resolves when the process has ended. */
  stop(): Promise<void>
  /** SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>
}

/**
 * Another operating-system process with a system that listens; it ends with the test at the latest.
 *
 * @param namespace the network namespace that it runs in
 */
export async function startFar(
  t: ExecutionContext,
  options: ListenOptions = {},
  namespace?: string,
): Promise<Far> {
  const inside = namespace && {
    execPath: 'ip',
    execArgv: ['netns', 'exec', namespace, process.execPath, ...process.execArgv],
  }
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], ...inside })
  const ended = once(child, 'exit')
  t.teardown(() => {
    child.kill('SIGKILL')
  })
  child.send({ heartbeat: patient, handshakeMs: 60_000, ...options })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    process: child,
    stop: async () => {
      child.send('stop')
      await ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

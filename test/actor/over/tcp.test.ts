import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { ActorSystem, Peer, Placement } from '../../../src/actor/index.js'
import { startWith } from '../helpers.js'
import { patient } from '../remote/far.js'

// Two processes over TCP, loopback: what elsewhere has a thread lives in the other process here.
const stage = new URL('../../fixtures/remote/stage.js', import.meta.url)
let far: Promise<number> | undefined

async function open(): Promise<number> {
  const child = fork(stage, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  // It ends when it loses this process.
  child.unref()
  child.channel?.unref()
  return port
}

type Placed = { placement?: Placement | ((index: number) => Placement) }

/** The options with the other process instead of a thread. */
function there<O>(options: O, peer: Peer): O {
  const { placement } = (options ?? {}) as Placed
  const move = (given: Placement | undefined): Placement =>
    given === 'thread' ? { peer } : (given ?? 'here')
  if (placement === undefined) return options
  const moved = typeof placement === 'function' ? (i: number) => move(placement(i)) : move(placement)
  return { ...options, placement: moved }
}

startWith(
  () => ({}),
  false,
  async (system: ActorSystem) => {
    far ??= open()
    const port = await far
    const peer = await system.connect({ port, timeoutMs: 60_000, heartbeat: patient })
    for (const name of ['spawn', 'router', 'spawnGroup'] as const) {
      const own = system[name].bind(system) as (...given: unknown[]) => unknown
      const value = (definition: unknown, args: unknown, options: object | undefined) =>
        own(definition, args, there(options, peer))
      Object.defineProperty(system, name, { value })
    }
  },
)
await import('./semantics.js')

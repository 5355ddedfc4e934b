/**
 * One measurement between two processes over the loopback, in a process of its own: prints `{"value": n}`.
 *
 * usage: node two-processes.js idle|busy|killed SECONDS
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { type ActorContext, ActorSystem, type Down, defineActor } from '../../src/actor/index.js'
import { compiled } from '../places.js'
import type { Echo } from './echo.js'
import { type Ask, busyAsk, idleAsk } from './rates.js'

const timeoutMs = 60_000
/** Processes that are killed; the median counts. */
const kills = 7

interface Far {
  readonly process: ChildProcessByStdio<Writable, Readable, null>
  readonly ref: Echo
}

async function far(system: ActorSystem): Promise<Far> {
  const child = spawn(process.execPath, [compiled('actor/far.js')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  const peer = await system.connect({ port: Number(port), timeoutMs, reconnect: false })
  return { process: child, ref: (await peer.lookup('echo'))! }
}

async function asked(
  system: ActorSystem,
  seconds: number,
  measure: (ask: Ask, seconds: number) => Promise<number>,
): Promise<number> {
  const { process, ref } = await far(system)
  const value = await measure((n) => ref.ask('echo', n, { timeoutMs }), seconds)
  process.stdin.end()
  return value
}

/** Median time from SIGKILL to the watcher's callback, in milliseconds. */
async function killed(system: ActorSystem): Promise<number> {
  let context!: ActorContext
  const watcher = defineActor(import.meta.url, (ctx) => {
    context = ctx
    return {}
  })
  await system.spawn(watcher, undefined)
  const times: number[] = []
  for (let i = 0; i < kills; i++) {
    const { process, ref } = await far(system)
    const down = new Promise<Down>((resolve) => context.watch(ref, resolve))
    await ref.ask('echo', i, { timeoutMs })
    const begin = performance.now()
    process.kill('SIGKILL')
    await down
    times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  return times[times.length >> 1]!
}

const [mode, seconds] = process.argv.slice(2)
const system = await ActorSystem.start({ onFailure: () => {} })
const measures: Record<string, () => Promise<number>> = {
  idle: () => asked(system, Number(seconds), idleAsk),
  busy: () => asked(system, Number(seconds), busyAsk),
  killed: () => killed(system),
}
console.log(JSON.stringify({ value: await measures[mode!]!() }))
await system.stop()

/**
 * The three figures that every messenger is measured by, the same way.
 */

import { performance } from 'node:perf_hooks'

export type Ask = (value: number) => Promise<unknown>

/** Median round trip of single asks, in microseconds. */
export async function idleAsk(ask: Ask, seconds: number): Promise<number> {
  for (let i = 0; i < 2000; i++) await ask(i)
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const begin = performance.now()
    await ask(1)
    times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  return times[times.length >> 1]! * 1000
}

/** Microseconds per ask when 64 callers each wait for their own reply before they ask again. */
export async function busyAsk(ask: Ask, seconds: number): Promise<number> {
  const lap = async (milliseconds: number) => {
    let done = 0
    const begin = performance.now()
    const caller = async () => {
      while (performance.now() - begin < milliseconds) {
        await ask(1)
        done++
      }
    }
    await Promise.all(Array.from({ length: 64 }, caller))
    return ((performance.now() - begin) * 1000) / done
  }
  await lap(300)
  return lap(seconds * 1000)
}

/**
 * Messages a second. `send(n)` sends a burst of n messages, `handled()` resolves to how many reached their
 * handler; a window of two bursts stays in flight, so that the sender outruns neither memory nor mailbox.
 */
export async function oneWay(
  send: (count: number) => void,
  handled: () => Promise<number>,
  seconds: number,
  burst: number,
): Promise<number> {
  const lap = async (milliseconds: number) => {
    const before = await handled()
    let sent = before
    const begin = performance.now()
    let arrived = Promise.resolve(before)
    while (performance.now() - begin < milliseconds) {
      send(burst)
      sent += burst
      const last = arrived
      arrived = handled()
      await last
    }
    const count = await handled()
    if (count !== sent) throw new Error(`${sent - count} of ${sent - before} messages were lost`)
    return ((count - before) * 1000) / (performance.now() - begin)
  }
  await lap(300)
  return lap(seconds * 1000)
}

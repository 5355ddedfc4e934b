import { setImmediate as turn } from 'node:timers/promises'
import { type ActorContext, defineActor } from '../../src/actor/index.js'
import echo from './echo.js'

/** Has as many children as it is asked for. */
export default defineActor(import.meta.url, (ctx: ActorContext) => ({
  /** Seconds to spawn `count` children, and the JavaScript heap they hold, in bytes. */
  populate: async (count: number): Promise<{ seconds: number; bytes: number }> => {
    const before = await settledHeap()
    const begin = performance.now()
    const spawning: Promise<unknown>[] = []
    for (let i = 0; i < count; i++) spawning.push(ctx.spawn(echo, undefined))
    await Promise.all(spawning)
    const seconds = (performance.now() - begin) / 1000
    spawning.length = 0
    return { seconds, bytes: (await settledHeap()) - before }
  },
}))

async function settledHeap(): Promise<number> {
  await turn()
  globalThis.gc?.()
  await turn()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

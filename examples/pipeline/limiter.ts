import { type ActorRef, defineActor, type HandlersOf } from 'troupe/actor'
import type Source from './source.js'

export interface LimiterArgs {
  readonly source: ActorRef<HandlersOf<typeof Source>>
  readonly perSecond: number
}

/** Passes readings on, converted, at most so many a second. It reads ahead of itself by four at most. */
export default defineActor(import.meta.url, (ctx, { source, perSecond }: LimiterArgs) => ({
  async *fahrenheit(count: number) {
    const everyMs = 1000 / perSecond
    let due = ctx.clock.now()
    for await (const { number, celsius } of source.stream('readings', count, {
      timeoutMs: 30_000,
      credits: 4,
    })) {
      const waitMs = due - ctx.clock.now()
      if (waitMs > 0) await new Promise<void>((resolve) => ctx.clock.schedule(waitMs, resolve))
      due = Math.max(due, ctx.clock.now()) + everyMs
      yield { number, fahrenheit: celsius * 1.8 + 32 }
    }
  },
}))

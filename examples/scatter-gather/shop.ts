import { defineActor } from 'troupe/actor'

export interface ShopArgs {
  readonly prices: Readonly<Record<string, number>>
  /** How long it looks for a price. */
  readonly delayMs: number
}

/** Looks its prices up slowly; a deferred reply lets it look for many at once. */
export default defineActor(import.meta.url, (ctx, { prices, delayMs }: ShopArgs) => ({
  price: (item: string) => {
    const answer = ctx.defer<number | undefined>()
    ctx.timers.once(delayMs, () => answer.reply(prices[item]))
    return answer
  },
}))

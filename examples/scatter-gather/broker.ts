import { type ActorRef, defineActor, type HandlersOf } from 'troupe/actor'
import Shop, { type ShopArgs } from './shop.js'

export interface Offer {
  readonly shop: string
  readonly price: number
}

/** Asks all its shops at once and takes what has come in time: one that is slow or down costs its offer only. */
export default defineActor(import.meta.url, async (ctx, shops: Readonly<Record<string, ShopArgs>>) => {
  const refs: ActorRef<HandlersOf<typeof Shop>>[] = []
  for (const [name, args] of Object.entries(shops)) refs.push(await ctx.spawn(Shop, args, { name }))
  return {
    // Reentrant: while it gathers for one customer it scatters for the next.
    offers: ctx.reentrant(async ({ item, withinMs }: { item: string; withinMs: number }) => {
      const asked = refs.map((shop) => shop.ask('price', item, { timeoutMs: withinMs }))
      const answers = await Promise.allSettled(asked)
      const offers: Offer[] = []
      const missing: string[] = []
      for (const [i, answer] of answers.entries()) {
        const shop = refs[i]!.path.split('/').at(-1)!
        if (answer.status === 'rejected') missing.push(`${shop} (${answer.reason.code})`)
        else if (answer.value !== undefined) offers.push({ shop, price: answer.value })
      }
      return { offers: offers.sort((a, b) => a.price - b.price), missing }
    }),
  }
})

import { type ActorRef, type Deferred, defineActor, type HandlersOf } from 'troupe/actor'
import type Pong from './pong.js'

/** Serves, and hits back what comes back, until all rounds are played. */
export default defineActor(import.meta.url, (ctx, pong: ActorRef<HandlersOf<typeof Pong>>) => {
  const me: ActorRef<{ ball: (round: number) => void }> = ctx.self
  let rounds = 0
  let match: Deferred<number> | undefined
  return {
    /** A deferred reply: `play` is over at once, so that `ball` can be handled; who asked hears at the end. */
    play: (wanted: number): Deferred<number> => {
      rounds = wanted
      match = ctx.defer<number>()
      pong.tell('ball', { from: me, round: 1 })
      return match
    },
    ball: (round: number) => {
      if (round < rounds) pong.tell('ball', { from: me, round: round + 1 })
      else match?.reply(round)
    },
  }
})

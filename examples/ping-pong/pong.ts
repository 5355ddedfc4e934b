import { type ActorRef, defineActor } from 'troupe/actor'

/** What pong needs to know of the other side: it takes a `ball`. */
export type Player = ActorRef<{ ball: (round: number) => void }>

/** Returns every ball to whoever hit it: a ref in a message is all the address it needs. */
export default defineActor(import.meta.url, () => {
  let hits = 0
  return {
    ball: ({ from, round }: { from: Player; round: number }) => {
      hits++
      from.tell('ball', round)
    },
    hits: () => hits,
  }
})

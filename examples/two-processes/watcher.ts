import { type ActorRef, type Deferred, type DownReason, defineActor } from 'troupe/actor'

/** Answers how an actor ended, as soon as it has. */
export default defineActor(import.meta.url, (ctx) => ({
  ending: (ref: ActorRef): Deferred<DownReason> => {
    const answer = ctx.defer<DownReason>()
    ctx.watch(ref, ({ reason }) => answer.reply(reason))
    return answer
  },
}))

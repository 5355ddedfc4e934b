import { defineActor } from 'troupe/actor'

/** Both processes have this module: messages and refs travel between them, code never does. */
export default defineActor(import.meta.url, (_ctx, args: { from: number }) => {
  let n = args.from
  return {
    add: (by: number) => {
      n += by
    },
    get: () => ({ n, pid: process.pid }),
  }
})

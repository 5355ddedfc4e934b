import { type ActorRef, defineActor } from '../../src/actor/index.js'

export type Echo = ActorRef<{
  add: (by: number) => void
  echo: (value: number) => number
  seen: () => number
  crash: () => void
  exit: (code: number) => void
}>

/** Counts what it is told and answers what it is asked: the receiving end of every actor measurement. */
export default defineActor(import.meta.url, () => {
  let seen = 0
  return {
    add: (by: number) => {
      seen += by
    },
    echo: (value: number) => value,
    seen: () => seen,
    crash: () => {
      throw new Error('measured crash')
    },
    exit: (code: number) => process.exit(code),
  }
})

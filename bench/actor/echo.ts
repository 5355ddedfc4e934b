import { defineActor } from '../../src/actor/index.js'

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

import { defineActor } from 'troupe/actor'

/** Makes readings as fast as somebody takes them: the generator runs on only while its reader gives credit. */
export default defineActor(import.meta.url, () => {
  let made = 0
  return {
    async *readings(count: number) {
      for (let i = 1; i <= count; i++) {
        made = i
        yield { number: i, celsius: 20 + Math.sin(i / 10) * 5 }
      }
    },
    made: () => made,
  }
})

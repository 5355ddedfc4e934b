import { defineActor } from 'troupe/actor'

export interface Job {
  readonly number: number
  /** 1 the first time it is tried. */
  readonly attempt: number
}

/** Counts the primes below a number, and has accidents: some jobs break it the first time they are tried. */
export default defineActor(import.meta.url, () => ({
  run: ({ number, attempt }: Job): number => {
    if (attempt === 1 && number % 10 === 7) throw new Error(`job ${number} broke it`)
    // In a worker thread this ends the thread, with all the actors in it.
    if (attempt === 1 && number === 50) process.exit(1)
    return primesBelow(number * 100)
  },
}))

function primesBelow(limit: number): number {
  const composite = new Uint8Array(limit)
  let count = 0
  for (let n = 2; n < limit; n++) {
    if (composite[n]) continue
    count++
    for (let multiple = n * n; multiple < limit; multiple += n) composite[multiple] = 1
  }
  return count
}

/** True in `npm run soak`, which repeats what `npm test` samples. */
const soaking = process.env.TROUPE_SOAK === '1'

/** How often a repeated test runs: `often` in `npm run soak`, `quick` otherwise. */
export function times(quick: number, often: number): number {
  return soaking ? often : quick
}

/** Seed of a randomized test: a fresh one in every soak, printed by whoever fails; a fixed one otherwise. */
export function seed(fixed: number): number {
  const given = process.env.TROUPE_SEED
  if (given !== undefined) return Number(given)
  return soaking ? Math.floor(Math.random() * 2 ** 31) : fixed
}

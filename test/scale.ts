/**
 * In `npm run soak`, which repeats what `npm test` samples, the share of a whole soak that is asked for: 1, or less for
 * a look at it (`TROUPE_SOAK=0.01 npm run soak`). Undefined otherwise.
 */
const share = process.env.TROUPE_SOAK === undefined ? undefined : Number(process.env.TROUPE_SOAK)

/** How often a repeated test runs: `often` in `npm run soak`, `quick` otherwise. */
export function times(quick: number, often: number): number {
  return share === undefined ? quick : Math.max(1, Math.round(often * share))
}

/** Seed of a randomized test: a fresh one in every soak, printed by whoever fails; a fixed one otherwise. */
export function seed(fixed: number): number {
  const given = process.env.TROUPE_SEED
  if (given !== undefined) return Number(given)
  return share === undefined ? fixed : Math.floor(Math.random() * 2 ** 31)
}

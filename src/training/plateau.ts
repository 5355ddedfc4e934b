import type { optim } from '../tensor/index.js'

/** A schedule is this or a function; not `instanceof`, because a task may have found another copy of this package. */
export function isPlateau(schedule: unknown): schedule is optim.Plateau {
  return typeof schedule === 'object' && schedule !== null && 'next' in schedule
}

import type { Call } from './protocol.js'

/**
 * How many agents there are to be after a call that was answered: `undefined` where it changes nothing.
 *
 * @param value the answer
 * @param before how many there were to be, spares included, as `resize()` counts them
 */
export function crewAfter({ method, argument }: Call, value: unknown, before: number): number | undefined {
  if (method === 'resize') return argument
  if (method === 'spawnAgent') return before + 1
  return method === 'stopAgent' && value === true ? before - 1 : undefined
}

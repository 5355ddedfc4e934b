import { textOf } from '../../errors.js'
import { ActorOptionError } from '../errors.js'
import type { Handlers, Names, PayloadOf } from '../handlers.js'
import { checkSize, type SpawnOptions } from '../options.js'

/**
 * Who gets a message:
 * - `round-robin`: the next in turn
 * - `least-loaded`: who has the fewest messages waiting, or asks of this router to answer
 * - `consistent-hash`: always the same one for the same key; when one dies only its keys move
 * - `broadcast`: all
 */
export type Routing<H extends Handlers> =
  | { strategy: 'round-robin' | 'least-loaded' | 'broadcast' }
  | {
      strategy: 'consistent-hash'
      key: (name: Names<H>, payload: PayloadOf<H[Names<H>]>) => string | number
    }

/** Options of the routees are those of a spawn; `name` is the router's, its routees are `<name>-0` and so on. */
export type RouterOptions<H extends Handlers> = Routing<H> &
  SpawnOptions & {
    /** How many routees to spawn: 1 to 10,000. */
    size: number
  }

const strategies = ['round-robin', 'least-loaded', 'consistent-hash', 'broadcast']

/** @throws ActorOptionError */
export function checkRouting<H extends Handlers>(options: Routing<H>): Routing<H> {
  const { strategy, key } = (options ?? {}) as { strategy: unknown; key?: unknown }
  if (!strategies.includes(strategy as string)) {
    throw new ActorOptionError(
      'router.strategy',
      `expected one of ${strategies.join(', ')}, got ${textOf(strategy)}`,
    )
  }
  if (strategy === 'consistent-hash' && typeof key !== 'function') {
    throw new ActorOptionError(
      'router.key',
      "'consistent-hash' needs a function from (name, payload) to a string or number",
    )
  }
  if (strategy !== 'consistent-hash' && key !== undefined) {
    throw new ActorOptionError('router.key', `'${textOf(strategy)}' makes no use of a key`)
  }
  return options
}

/** Tells the router's own options from those of its routees. */
export function splitRouter<H extends Handlers>(
  options: RouterOptions<H>,
): { routing: Routing<H>; size: number; spawn: SpawnOptions } {
  const { size, strategy, key, ...spawn } = (options ?? {}) as RouterOptions<H> & { key?: never }
  const routing = { strategy, ...(key === undefined ? {} : { key }) } as Routing<H>
  checkRouting(routing)
  return { routing, size: checkSize(size, 'router.size'), spawn }
}

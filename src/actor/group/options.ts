import type { RestartPolicy, Together } from '../children/supervision.js'
import { ActorOptionError } from '../errors.js'
import { checkPolicy, checkSize, type Placement, type SpawnOptions } from '../options.js'

/** Options of the members are those of a spawn; `name` is the group's, its members are `<name>-0` and so on. */
export interface GroupOptions extends Omit<SpawnOptions, 'placement' | 'supervise' | 'transfer'> {
  /** How many members: 1 to 10,000. */
  size: number
  /** Of all members, or of each by its index; default: `here`. */
  placement?: Placement | ((index: number) => Placement)
  /**
   * How often and how soon all members are restarted when one fails, which is one-for-all always. Default: a failure
   * of one stops all of them.
   */
  supervise?: RestartPolicy
}

/** What a group without `supervise` does. */
const stopAll: Together = { strategy: 'one-for-all', maxRestarts: 0, withinMs: 1, decide: () => 'stop' }

/** Tells the group's own options from those of its members. */
export function splitGroup(options: GroupOptions): {
  size: number
  policy: Together
  name: string | undefined
  optionsOf: (index: number) => SpawnOptions
} {
  const { size, placement, supervise, name, ...spawn } = options ?? ({} as GroupOptions)
  if ('transfer' in spawn) {
    throw new ActorOptionError(
      'group.transfer',
      'what is moved to one member is lost to the others and to later lives',
    )
  }
  const policy: Together =
    supervise === undefined
      ? stopAll
      : { strategy: 'one-for-all', ...checkPolicy(supervise, 'group.supervise') }
  const placementOf = typeof placement === 'function' ? placement : () => placement
  return {
    size: checkSize(size, 'group.size'),
    policy,
    name,
    optionsOf: (index) => {
      const at = placementOf(index)
      return { ...spawn, supervise: policy, ...(at === undefined ? {} : { placement: at }) }
    },
  }
}

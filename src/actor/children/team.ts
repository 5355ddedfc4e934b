import { ActorOptionError } from '../errors.js'
import { Intensity, type Supervise, type Together } from './supervision.js'

/** Children that are restarted together: one policy, one intensity, at most one recovery at a time. */
export class Team {
  readonly policy: Together
  readonly intensity: Intensity
  /**
   * Of a group: members live in lockstep, a restart gives all of them the same incarnation, and this is called with
   * it while all of them are between two lives. In other teams each member counts its own lives.
   */
  readonly onGeneration: ((generation: number) => void) | undefined
  /** Of a group: its members are being stopped for good. */
  ending = false
  /** Rises with every recovery and every stop: an older recovery that wakes up sees that it is over. */
  round = 0
  /** Start order of the first child that the recovery under way restarts; Infinity when there is none. */
  from = Number.POSITIVE_INFINITY
  cancelBackoff = () => {}
  readonly #emptied: () => void
  #members = 0

  constructor(policy: Together, emptied = () => {}, onGeneration?: (generation: number) => void) {
    this.policy = policy
    this.onGeneration = onGeneration
    this.intensity = new Intensity(policy)
    this.#emptied = emptied
  }

  join(): void {
    this.#members++
  }

  leave(): void {
    if (--this.#members > 0) return
    this.cancel()
    this.#emptied()
  }

  /** Whether a failure concerns `child` when the first one it concerns in start order is number `from`. */
  concerns(child: { readonly team: Team | undefined; readonly order: number }, from: number): boolean {
    return child.team === this && (this.policy.strategy === 'one-for-all' || child.order >= from)
  }

  /** All members are about to be stopped: nobody is started again. */
  end(): void {
    this.ending = this.onGeneration !== undefined
    this.cancel()
  }

  /** Ends the recovery under way, if any. */
  cancel(): void {
    this.round++
    this.from = Number.POSITIVE_INFINITY
    this.cancelBackoff()
  }
}

/** The teams among one actor's children, by name. A team is forgotten with its last member. */
export class Teams {
  #teams: Map<string, Team> | undefined

  /**
   * The team a child with this policy belongs to; undefined for `one-for-one`.
   *
   * @throws ActorOptionError when the team has another policy
   */
  of(supervise: Supervise | undefined): Team | undefined {
    if (!supervise || supervise.strategy === 'one-for-one') return undefined
    const name = supervise.team ?? 'default'
    const known = this.#teams?.get(name)
    if (!known) {
      const team = new Team(supervise, () => this.#teams!.delete(name))
      this.#teams ??= new Map()
      this.#teams.set(name, team)
      return team
    }
    const different = difference(known.policy, supervise)
    if (different) {
      throw new ActorOptionError(
        `spawn.supervise.${different}`,
        `differs from what the other members of team '${name}' have: give all of them the same supervise, or another team name`,
      )
    }
    return known
  }
}

/** Name of the first field in which two policies differ. */
function difference(a: Together, b: Together): string | undefined {
  for (const key of ['strategy', 'maxRestarts', 'withinMs', 'decide'] as const)
    if (a[key] !== b[key]) return key
  for (const key of ['minMs', 'maxMs', 'jitter'] as const) {
    if (a.backoff?.[key] !== b.backoff?.[key]) return `backoff.${key}`
  }
  return undefined
}

import type { ActorSystem, Group, GroupOptions, HandlersOf } from '../../../src/actor/index.js'
import Member from '../../fixtures/actors/member.js'
import { ask, until } from '../helpers.js'

export const supervise = { maxRestarts: 5, withinMs: 3_600_000 }
export type Members = Group<HandlersOf<typeof Member>>

/** A group of three, supervised. */
export function spawn(system: ActorSystem, options: Partial<GroupOptions> = {}): Promise<Members> {
  return system.spawnGroup(Member, (index) => ({ index }), { size: 3, supervise, ...options })
}

/** All members live in this generation; asked of each by its own ref, which knows of none. */
export const inGeneration = (group: Members, generation: number) =>
  until(async () => {
    const lives = await Promise.all(group.members.map((ref) => ref.ask('generation', undefined, ask)))
    return group.generation === generation && lives.every((life) => life === generation)
  }, `generation ${generation}`)

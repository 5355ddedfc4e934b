import { type CrewOwner, spawnCrew } from '../children/crew.js'
import { Team } from '../children/team.js'
import type { ActorDefinition } from '../context.js'
import type { Handlers } from '../handlers.js'
import { type Announce, Group } from './group.js'
import { type GroupOptions, splitGroup } from './options.js'

export async function spawnGroup<H extends Handlers, A>(
  owner: CrewOwner,
  definition: ActorDefinition<H, A>,
  argsOf: (index: number) => A,
  options: GroupOptions,
  announce: Announce,
): Promise<Group<H>> {
  const { size, policy, name = owner.freshName('group'), optionsOf } = splitGroup(options)
  let group: Group<H> | undefined
  // One that is up may fail while others are set up, so that the group begins in a later generation.
  let generation = 0
  const team = new Team(policy, undefined, (next) => {
    generation = next
    group?.restarted(next)
  })
  const members = await spawnCrew(owner, definition, argsOf, { size, name, optionsOf, group: team })
  group = new Group(owner.kernel, `${owner.path}/${name}`, members, team, generation, announce)
  return group
}

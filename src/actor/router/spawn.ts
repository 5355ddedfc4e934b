import { type CrewOwner, spawnCrew } from '../children/crew.js'
import type { ActorDefinition } from '../context.js'
import { ActorOptionError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import { type ActorRef, checkRef } from '../ref.js'
import { checkRouting, type RouterOptions, type Routing, splitRouter } from './options.js'
import { Router } from './router.js'

export async function spawnRouter<H extends Handlers, A>(
  owner: CrewOwner,
  definition: ActorDefinition<H, A>,
  argsOf: (index: number) => A,
  options: RouterOptions<H>,
): Promise<Router<H>> {
  const { routing, size, spawn } = splitRouter(options)
  const name = spawn.name ?? owner.freshName('router')
  const refs = await spawnCrew(owner, definition, argsOf, { size, name, optionsOf: () => spawn })
  return new Router(owner.kernel, `${owner.path}/${name}`, refs, routing)
}

/** A router over actors that exist already, whoever supervises them. */
export function routeTo<H extends Handlers>(
  owner: CrewOwner,
  refs: readonly ActorRef<H>[],
  routing: Routing<H>,
): Router<H> {
  if (!Array.isArray(refs) || refs.length === 0) {
    throw new ActorOptionError('router.routees', 'expected at least one ref')
  }
  for (const ref of refs) checkRef(owner.kernel, ref, 'routeTo')
  return new Router(owner.kernel, `${owner.path}/${owner.freshName('router')}`, refs, checkRouting(routing))
}

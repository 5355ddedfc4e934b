import { textOf } from '../../errors.js'
import { checkFunction } from '../callbacks.js'
import type { ActorDefinition } from '../context.js'
import { ActorOptionError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import type { SpawnOptions } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import type { ActorRef } from '../ref.js'
import { stop } from './stopping.js'
import type { Team } from './team.js'

/** Whose children a crew becomes. */
export interface CrewOwner {
  readonly kernel: Kernel
  readonly path: string
  freshName(kind: string): string
  /** @param group the team of a group's member */
  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: A,
    options: SpawnOptions | undefined,
    group?: Team,
  ): Promise<ActorRef<H>>
}

export interface CrewOptions {
  readonly size: number
  readonly name: string
  readonly optionsOf: (index: number) => SpawnOptions
  /** Of a group. */
  readonly group?: Team
}

const graceMs = 5000

/** Spawns `size` actors of one kind, named `<name>-0` and so on: all of them, or none when one fails. */
export async function spawnCrew<H extends Handlers, A>(
  owner: CrewOwner,
  definition: ActorDefinition<H, A>,
  argsOf: (index: number) => A,
  { size, name, optionsOf, group }: CrewOptions,
): Promise<ActorRef<H>[]> {
  checkFunction(argsOf, 'argsOf')
  if (typeof name !== 'string') throw new ActorOptionError('name', `expected a string, got ${textOf(name)}`)
  const spawned = await Promise.allSettled(
    Array.from({ length: size }, async (_, i) =>
      owner.spawn(definition, argsOf(i), { ...optionsOf(i), name: `${name}-${i}` }, group),
    ),
  )
  const refs = spawned.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = spawned.find((one) => one.status === 'rejected')
  if (!failed) return refs
  await Promise.allSettled(refs.map((ref) => stop(owner.kernel, ref.address, graceMs)))
  throw failed.reason
}

import type { ActorDefinition } from '../context.js'
import type { Handlers } from '../handlers.js'
import type { SpawnOptions } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import type { ActorRef } from '../ref.js'
import { stop } from './stopping.js'

/** Spawns what belongs to one actor. */
export interface Spawner {
  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: A,
    options: SpawnOptions | undefined,
  ): Promise<ActorRef<H>>
}

const graceMs = 5000

/** Spawns `size` actors of one kind, named `<name>-0` and so on: all of them, or none when one fails. */
export async function spawnCrew<H extends Handlers, A>(
  kernel: Kernel,
  spawner: Spawner,
  definition: ActorDefinition<H, A>,
  argsOf: (index: number) => A,
  { size, name, ...options }: SpawnOptions & { size: number; name: string },
): Promise<ActorRef<H>[]> {
  const spawned = await Promise.allSettled(
    Array.from({ length: size }, async (_, i) =>
      spawner.spawn(definition, argsOf(i), { ...options, name: `${name}-${i}` }),
    ),
  )
  const refs = spawned.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = spawned.find((one) => one.status === 'rejected')
  if (!failed) return refs
  await Promise.allSettled(refs.map((ref) => stop(kernel, ref.address, graceMs)))
  throw failed.reason
}

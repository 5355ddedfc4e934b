import type { ActorDefinition, Setup } from './context.js'
import { ActorOptionError } from './errors.js'
import type { Handlers } from './handlers.js'

/** Finds an actor's setup function; in a fresh thread this imports the actor's module. */
export type LoadSetup = () => Setup<Handlers, any> | Promise<Setup<Handlers, any>>

const ordinals = new Map<string, number>()
const made = new WeakSet<object>()

/**
 * Defines an actor. Export it as the module's default: other threads find it by the module's URL.
 *
 * @param url always `import.meta.url`
 * @param setup gets the context and the spawn arguments, returns the handlers; may be async. What it throws
 *   goes to whoever spawns the actor. It runs again, with the same arguments, at each restart.
 */
export function defineActor<H extends Handlers, A = undefined>(
  url: string,
  setup: Setup<H, A>,
): ActorDefinition<H, A> {
  if (typeof url !== 'string' || typeof setup !== 'function')
    throw new ActorOptionError(
      'defineActor',
      'expected import.meta.url and a setup function (ctx, args) => handlers',
    )
  const ordinal = ordinals.get(url) ?? 0
  ordinals.set(url, ordinal + 1)
  const definition = Object.freeze({ url, ordinal, setup })
  made.add(definition)
  return definition
}

/** The file name of the module that defines an actor, without its last extension: what other processes call it. */
export function moduleName({ url }: ActorDefinition<any, any>): string {
  const file = new URL(url).pathname.split('/').at(-1)!
  return decodeURIComponent(file).replace(/\.\w+$/, '')
}

export function isDefinition(value: unknown): value is ActorDefinition {
  return typeof value === 'object' && value !== null && made.has(value)
}

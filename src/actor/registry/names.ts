import { checkOptions } from '../callbacks.js'
import { ActorOptionError, NameUnknownError } from '../errors.js'
import type { Handlers } from '../handlers.js'
import { checkDelay } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import { type ActorRef, checkRef } from '../ref.js'

/** Beyond the deadline of a lookup: the way to the main thread and back. */
const wayMs = 10_000

export interface LookupOptions {
  /** How long to wait for the name to be registered, in milliseconds. */
  timeoutMs: number
}

/** Names for actors, one list for the whole system: any thread sees what any other registered. */
export interface NameRegistry {
  /**
   * Gives an actor a name until it is gone for good. Registering it again under the same name is fine.
   *
   * @throws NameRegisteredError, ForeignRefError, ActorOptionError
   */
  register(name: string, ref: ActorRef): Promise<void>
  /** Takes a name back; says whether there was one. */
  unregister(name: string): Promise<boolean>
  /** The actor of that name, if there is one now. Say which: `lookup<HandlersOf<typeof Counter>>('counter')`. */
  lookup<H extends Handlers = any>(name: string): Promise<ActorRef<H> | undefined>
  /**
   * Waits for the name.
   *
   * @throws NameUnknownError when nobody has registered it after `timeoutMs`
   */
  lookup<H extends Handlers = any>(name: string, options: LookupOptions): Promise<ActorRef<H>>
}

export async function register(kernel: Kernel, name: string, ref: ActorRef): Promise<void> {
  checkRef(kernel, ref, 'register')
  await kernel.request(kernel.main, 'register', { name: checkName(name), ref })
}

export async function unregister(kernel: Kernel, name: string): Promise<boolean> {
  return kernel.request(kernel.main, 'unregister', { name: checkName(name) })
}

export async function lookup(
  kernel: Kernel,
  name: string,
  options: LookupOptions | undefined,
): Promise<ActorRef | undefined> {
  const given = checkOptions(options, 'lookup', ['timeoutMs'])
  const timeoutMs = options ? checkDelay(given.timeoutMs, 'lookup.timeoutMs') : 0
  const question = { name: checkName(name), timeoutMs }
  const ref = await kernel.request(kernel.main, 'lookup', question, { timeoutMs: timeoutMs + wayMs })
  if (!ref && options) throw new NameUnknownError(name, timeoutMs)
  return ref
}

/** @throws ActorOptionError */
export function checkName(name: unknown): string {
  if (typeof name === 'string' && name.length > 0 && name.length <= 200) return name
  throw new ActorOptionError('name', 'expected a string of 1 to 200 characters')
}

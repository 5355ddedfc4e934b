import type { ExecutionContext } from 'ava'
import { ActorSystem, type SystemOptions } from '../../src/actor/index.js'

/** Longest wait of any ask in these tests: reached only when something hangs. */
export const ask = { timeoutMs: 20_000 }
export const supervise = { strategy: 'one-for-one', maxRestarts: 3, withinMs: 60_000 } as const

/** A system that is stopped when the test ends, and keeps quiet about planned failures. */
export async function start(t: ExecutionContext, options: SystemOptions = {}): Promise<ActorSystem> {
  const system = await ActorSystem.start({ onFailure: () => {}, ...options })
  t.teardown(() => system.stop())
  return system
}

/** Polls a condition until it holds; fails after 20 s. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited too long for: ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** A promise with its resolver, as a gate that a handler waits at. */
export function gate<T = void>(): { open: (value: T) => void; passed: Promise<T> } {
  let open!: (value: T) => void
  const passed = new Promise<T>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

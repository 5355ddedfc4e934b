import type { ExecutionContext, TestFn } from 'ava'
import { ActorSystem, type SystemOptions } from '../../src/actor/index.js'

/** Longest wait of any ask in these tests: reached only when something hangs. */
export const ask = { timeoutMs: 60_000 }
/** For what is to end by itself: nobody is killed for being slow. */
export const unhurried = { graceMs: 60_000 }
/** The window is longer than any test takes: its restarts add up, however slow they are. */
export const supervise = { strategy: 'one-for-one', maxRestarts: 3, withinMs: 3_600_000 } as const

let makeOptions: (t: ExecutionContext) => SystemOptions = () => ({})
let adapt: ((system: ActorSystem) => Promise<void>) | undefined
let threads = true

/**
 * From now on systems get these options too: the same tests run over another transport (see over/).
 *
 * @param real false for what stands in for threads, and can't be left by `process.exit` nor ended while it loops
 * @param change makes threads processes: done to each system before the test has it
 */
export function startWith(
  make: (t: ExecutionContext) => SystemOptions,
  real = true,
  change?: (system: ActorSystem) => Promise<void>,
): void {
  makeOptions = make
  adapt = change
  threads = real
}

/** Tests of a file with systems: all at once they would be a hundred threads that start, and none gets ready in time. */
const running = new Set<ExecutionContext>()
const atOnce = 8

async function takeTurn(t: ExecutionContext): Promise<void> {
  while (!running.has(t) && running.size >= atOnce) await new Promise((resolve) => setTimeout(resolve, 1))
  if (running.has(t)) return
  running.add(t)
  t.teardown(() => {
    running.delete(t)
  })
}

/** Declares tests that are about threads of the operating system, and about nothing else without them. */
export function inThreads(test: TestFn): TestFn {
  return threads ? test : (Object.assign(() => {}, test) as unknown as TestFn)
}

/** Declares tests that are about what threads of one process have in common: names, pools, dead letters. */
export function inOneProcess(test: TestFn): TestFn {
  return adapt ? (Object.assign(() => {}, test) as unknown as TestFn) : test
}

/** A system that is stopped when the test ends, and keeps quiet about planned failures. */
export async function start(t: ExecutionContext, options: SystemOptions = {}): Promise<ActorSystem> {
  await takeTurn(t)
  const system = await ActorSystem.start({ onFailure: () => {}, ...makeOptions(t), ...options })
  t.teardown(() => system.stop({ killMs: 60_000 }))
  // On a clock of its own a connection would be one more timer.
  if (!options.clock) await adapt?.(system)
  return system
}

/** Polls a condition until it holds; fails after a minute, in which a process that was held up does not age. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  let leftMs = 60_000
  for (let before = performance.now(); !(await holds()); ) {
    if (leftMs <= 0) throw new Error(`waited too long for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
    const now = performance.now()
    leftMs -= Math.min(now - before, 100)
    before = now
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

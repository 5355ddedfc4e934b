import { textOf } from '../../errors.js'
import { poisonPill } from '../../transport/envelope.js'
import { whereabouts } from '../../transport/whereabouts.js'
import { checkOptions } from '../callbacks.js'
import { ActorOptionError, KillTimeoutError } from '../errors.js'
import { checkDelay } from '../options.js'
import type { Kernel } from '../place/kernel.js'
import { isSeated } from '../pool/seating.js'
import { type Address, isPlaceRoot } from '../ref.js'
import type { Death } from '../watch/death.js'

export interface StopOptions {
  /** Milliseconds until it is killed, default 5000. */
  graceMs?: number
  /** `now` (default): after the current message. `drain`: after all that is queued, like `ref.poison()`. */
  mode?: 'now' | 'drain'
}

/** @throws ActorOptionError */
export function checkStop(options: StopOptions | undefined): Required<StopOptions> {
  const { graceMs = 5000, mode = 'now' } = checkOptions(options, 'stop', ['graceMs', 'mode'])
  if (mode !== 'now' && mode !== 'drain')
    throw new ActorOptionError('stop.mode', `expected 'now' or 'drain', got ${textOf(mode)}`)
  return { graceMs: checkDelay(graceMs, 'stop.graceMs'), mode }
}

export const killTimeoutMs = 10_000
/** How long a thread may take to answer, beyond what its actors have, before it counts as hung. */
export const answerMs = 1000
/** How long after that it may take to give a sign of life; then it is terminated. */
export const signMs = 4000

/** Stops an actor anywhere, first or after what it has queued; kills it when `graceMs` has passed. Settles when it is gone. */
export async function stop(
  kernel: Kernel,
  target: Address,
  graceMs: number,
  mode: 'now' | 'drain' = 'now',
): Promise<void> {
  if (!(await askToStop(kernel, target, graceMs, mode))) await kill(kernel, target)
}

/** Settles when it is gone, or with false after `graceMs`. */
export function askToStop(
  kernel: Kernel,
  target: Address,
  graceMs: number,
  mode: 'now' | 'drain' = 'now',
): Promise<boolean> {
  const order = () => {
    if (mode === 'drain') kernel.tell(target, poisonPill, graceMs, undefined)
    else kernel.notify(target, 'stop', { uid: target.uid, graceMs })
  }
  return gone(kernel, target, graceMs, order)
}

/**
 * Ends an actor from outside. One with its own thread loses it; another one is cut off: its current handler
 * may run on, but reaches nobody. A thread that is blocked can't cut it off, so it is terminated, unless it gives
 * a sign of life in time: its other actors fail, and their parents decide. (Until then a cut off actor may still
 * send.)
 */
export async function kill(kernel: Kernel, target: Address, timeoutMs = killTimeoutMs): Promise<void> {
  const death: Death = { reason: 'killed' }
  const order = () =>
    isPlaceRoot(target)
      ? kernel
          .request(whereabouts(target.node, 0), 'closePlace', { place: target.place, death }, { timeoutMs })
          .catch(() => {})
      : kernel.notify(target, 'halt', { uid: target.uid, death })
  const { place, uid } = target
  // What another node does about its threads is its own affair.
  const inThread = !isPlaceRoot(target) && target.node === kernel.here.node
  const patienceMs = inThread ? Math.min(timeoutMs / 2, answerMs) : timeoutMs
  if (await gone(kernel, target, patienceMs, order)) return
  const restMs = timeoutMs - patienceMs
  const relieve = () => {
    // One in a shared thread is dead at once for all others, whatever becomes of the thread.
    if (isSeated(target)) kernel.notify(kernel.main, 'unseat', { place, uid, death, alone: true })
    kernel.notify(kernel.main, 'relieve', { place, withinMs: Math.min(signMs, restMs / 2) })
  }
  if (!inThread || !(await gone(kernel, target, restMs, relieve)))
    throw new KillTimeoutError(target.path, timeoutMs)
}

/** Gives `order` and waits for the target's death; false when it lives on after `withinMs`. */
function gone(
  { clock, watches }: Kernel,
  target: Address,
  withinMs: number,
  order: () => unknown,
): Promise<boolean> {
  return new Promise((resolve) => {
    let dead = false
    let cancel = () => {}
    const watch = watches.add(target, () => {
      dead = true
      cancel()
      resolve(true)
    })
    order()
    // Many die within the order: those need no timer.
    if (dead) return
    cancel = clock.schedule(withinMs, () => {
      watches.remove(watch)
      resolve(false)
    })
  })
}

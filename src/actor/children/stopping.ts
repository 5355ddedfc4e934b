import { whereabouts } from '../../transport/whereabouts.js'
import { poisonPill } from '../cell/mailbox.js'
import { KillTimeoutError } from '../errors.js'
import type { Kernel } from '../place/kernel.js'
import { isSeated } from '../pool/seating.js'
import { type Address, isPlaceRoot } from '../ref.js'
import type { Death } from '../watch/death.js'

const killTimeoutMs = 10_000
/** How long a shared thread may take to answer a kill before the actor is cut off without it. */
const answerMs = 1000

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
 * may run on, but reaches nobody. (In a shared thread that is blocked it may still send, until it yields.)
 */
export async function kill(kernel: Kernel, target: Address, timeoutMs = killTimeoutMs): Promise<void> {
  const death: Death = { reason: 'killed' }
  const order = () =>
    isPlaceRoot(target)
      ? kernel
          .request(whereabouts(target.node, 0), 'closePlace', { place: target.place, death }, { timeoutMs })
          .catch(() => {})
      : kernel.notify(target, 'halt', { uid: target.uid, death })
  // A thread that is blocked can't end one of its actors, and must not end for it: it has others.
  const cutOff = () =>
    kernel.notify(whereabouts(target.node, 0), 'unseat', { ...seatOf(target), death, alone: true })
  if (isSeated(target) && (await gone(kernel, target, Math.min(timeoutMs, answerMs), order))) return
  if (!(await gone(kernel, target, timeoutMs, isSeated(target) ? cutOff : order)))
    throw new KillTimeoutError(target.path, timeoutMs)
}

const seatOf = ({ place, uid }: Address) => ({ place, uid })

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

import { AskTimeoutError, KillTimeoutError } from '../errors.js'
import type { Kernel } from '../place/kernel.js'
import type { Address } from '../ref.js'
import { type Child, type ChildTable, isFar } from './child-table.js'
import { answerMs, killTimeoutMs, signMs } from './stopping.js'

/**
 * Ends a child's present life, so that another one can begin: it finishes its message, or loses it after `graceMs`. A
 * thread that does not answer is terminated, with what waited in it; a shared one when it gives no sign of life for
 * {@link signMs} more, as for a kill: its other actors fail with ThreadHungError.
 *
 * @throws KillTimeoutError for one in the main thread of another process, which nobody here can end, or what says
 *   that a thread can't be ended
 */
export async function pause(kernel: Kernel, table: ChildTable, child: Child, graceMs: number): Promise<void> {
  const { cell, address } = child
  await child.started
  if (child.threadless || !address || !table.has(child)) return
  if (cell) return cell.pause(graceMs)
  const { place } = address
  if (await pauseThere(kernel, address, graceMs)) return
  if (isFar(child)) throw new KillTimeoutError(child.path, graceMs + answerMs)
  if (!child.seated) {
    await kernel.request(kernel.main, 'cutPlace', { place })
    return
  }
  const options = { timeoutMs: signMs + killTimeoutMs, path: child.path }
  await kernel.request(kernel.main, 'relieve', { place, withinMs: signMs }, options)
  // It was terminated, or gets on: then what it was amid is taken from it now.
  if (child.threadless || !table.has(child) || (await pauseThere(kernel, address, 0))) return
  throw new KillTimeoutError(child.path, graceMs + 2 * answerMs + signMs)
}

/** False when its thread does not answer. */
async function pauseThere(
  kernel: Kernel,
  { uid, path, ...place }: Address,
  graceMs: number,
): Promise<boolean> {
  const options = { timeoutMs: graceMs + answerMs, path }
  try {
    await kernel.request(place, 'pause', { uid, graceMs }, options)
    return true
  } catch (error) {
    // Any other error means that the thread is gone, which placeDown has noted.
    return !(error instanceof AskTimeoutError)
  }
}

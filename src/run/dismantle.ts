import { KillTimeoutError } from '../actor/index.js'
import { abandon, type Life } from '../supervision/index.js'
import type { Checkpointing } from './checkpointing.js'
import type { Ensemble } from './ensemble.js'

/** How long the end of a run waits for a thread that hangs in native code. */
const hungMs = 1_000

/**
 * Ends the threads and workers of a run. Waits in native code end first, by the abort word; then nobody hangs.
 *
 * @param hung lives whose threads hang in native code; those are left behind
 * @returns whether threads were left behind
 */
export async function dismantle(
  ensemble: Ensemble,
  checkpoints: Checkpointing,
  hung: readonly Life[],
): Promise<boolean> {
  const { arena, loader, system } = ensemble
  arena.ledger.abort()
  // Its thread ends with the system: what it is writing first.
  await checkpoints.drain()
  const stop = system.stop(hung.length > 0 ? { killMs: hungMs } : {})
  let left = false
  for (const end of await Promise.allSettled([stop, loader.close()])) {
    if (end.status === 'fulfilled') continue
    if (hung.length === 0 || !(end.reason instanceof KillTimeoutError)) throw end.reason
    // They may still write into their slots one day.
    abandon(ensemble)
    left = true
  }
  return left
}

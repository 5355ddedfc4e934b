import { Action, type Arena, readDecision, Stepper } from '../arena/index.js'

/** Moves that finishing one step can take at most: each ends by itself. */
const mostMoves = 100

/**
 * Makes the arena's state whole when nobody is left to do it: a step that was decided, and applied to some chunks
 * only, is applied to the others and committed, by the very moves an agent makes (exact-step §4). Only for after
 * all agents' threads have ended.
 *
 * @returns false when some chunk's update was never finished: its thread hangs in native code, and no byte of the
 *   state can be trusted
 */
export function settleStep(arena: Arena, threads: number): boolean {
  const { ledger, shared } = arena
  const record = ledger.decision()
  if (record === undefined) return true
  const { options } = shared
  const { verdict } = readDecision(record, options.running.length, options.metrics)
  if (verdict !== 'apply' && verdict !== 'skip') return true
  const { step } = ledger.round()
  ledger.stopAt(step + 1)
  for (let seat = 0; seat < arena.seatsUsed; seat++) ledger.retire(seat)
  let stepper: Stepper
  try {
    stepper = new Stepper(shared, arena.admit(0, lastIncarnation), threads)
  } catch {
    return false
  }
  for (let move = 0; move < mostMoves && ledger.round().step === step; move++) {
    const action = stepper.next(0)
    if (action !== Action.slice) break
  }
  return ledger.round().step > step
}

/** No agent lives that often: main's own life is told apart from all of theirs. */
const lastIncarnation = 1023

/**
 * The named places of the runtime where the fault lab may act. A leaf: every layer may import it, it imports
 * nothing.
 *
 * The names are those of a step's phases on one host. An entry's index plus one is the number that
 * native code uses for it (`Phase` in cpp/core/word.h), where 0 means between two phases; so entries are only
 * ever appended.
 */
export const phases = [
  'data',
  'forward',
  'backward',
  'merge',
  'publish',
  'sum',
  'decide',
  'update',
  'commit',
  'evaluate',
  'checkpoint',
  'join',
] as const

export type Phase = (typeof phases)[number]

/** A phase and the work it belongs to, as an incident reports it: `step` counts committed steps, from 0. */
export interface FaultPoint {
  readonly phase: Phase
  readonly step: number
  readonly attempt: number
}

export function isPhase(name: string): name is Phase {
  return (phases as readonly string[]).includes(name)
}

/** The number that native code uses for a phase. */
export function phaseNumber(phase: Phase): number {
  return phases.indexOf(phase) + 1
}

/** The phase of a native number; null for 0. */
export function phaseOf(number: number): Phase | null {
  return phases[number - 1] ?? null
}

/**
 * The named places of the runtime where the fault lab may act. A leaf: every layer may import it, it imports
 * nothing.
 *
 * The names are those of a step's phases on one host. An entry's index plus one is the number that
 * native code uses for it (`Phase` in cpp/core/word.h), where 0 means between two phases; so entries are only
 * ever appended.
 */
export const phases = [
  ...(['data', 'forward', 'backward', 'merge', 'publish', 'sum', 'decide', 'update', 'commit'] as const),
  'evaluate',
  'checkpoint',
  'join',
] as const

/** The phases that every step goes through, in their order. */
export const stepPhases = phases.slice(0, phases.indexOf('evaluate')) as readonly Phase[]

export type Phase = (typeof phases)[number]

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

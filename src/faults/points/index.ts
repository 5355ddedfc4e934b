/** The places where the fault lab may act, and what it may do there. A leaf: it imports nothing. */
export type { Act, Slowness } from './acts.js'
export { isPhase, type Phase, phaseNumber, phaseOf, phases, stepPhases } from './phases.js'

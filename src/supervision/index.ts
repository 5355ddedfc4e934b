export { abandon, exitNow, hasAbandoned } from './abandoned.js'
export { unlessAborted } from './abort.js'
export { Attempts, whatOf } from './attempts.js'
export { Balance, divideBySpeed, type Work } from './balance.js'
export * from './errors.js'
export { IncidentLog, type IncidentStart, type OpenIncident } from './incidents.js'
export { RestartIntensity } from './intensity.js'
export {
  type AgentStall,
  defaultPatience,
  describeSight,
  type Patience,
  ProgressWatch,
} from './progress.js'
export type { AgentWatch, Life, TrainerReports } from './reports.js'
export { Respawn } from './respawn.js'
export { type Member, Roster } from './roster.js'
export { StallWatch } from './stall.js'
export { key, type Zombie, Zombies } from './zombies.js'

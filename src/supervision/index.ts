export * from './errors.js'
export { IncidentLog, type IncidentStart, type OpenIncident } from './incidents.js'
export { RestartIntensity } from './intensity.js'

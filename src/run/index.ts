export { agentsAhead } from './ahead.js'
export type { AgentHandle, Run, RunResult } from './run.js'
export { type Source, type Start, startRun } from './start.js'

export type { AgentHandle, Run, RunResult } from './run.js'
export { type Start, startRun } from './start.js'

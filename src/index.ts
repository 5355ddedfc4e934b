// The only list of public names. `troupe/actor` has the actor runtime, which needs no libtorch.
//
// Every task imports this, and so does every thread that imports a task: what is named here is loaded by each agent,
// and takes its start about a millisecond a file. Hence the files that have a name, not their folders' lists.
export { loadModel, train } from './calls.js'
export * from './data/index.js'
export { TroupeError } from './errors.js'
export {
  FaultCannotFireError,
  FaultNotFiredError,
  FaultSpecError,
} from './faults/lab/errors.js'
export type { FaultPlan } from './faults/lab/plan.js'
export type { Phase } from './faults/points/index.js'
export { AddonLoadError, AddonMissingError } from './native/errors.js'
export { RunDirectoryError, RunInUseError } from './observe/errors.js'
export type {
  AgentSight,
  CheckpointEvent,
  EvaluatedEvent,
  FailedEvent,
  FinishedEvent,
  Incident,
  IncidentEvent,
  RebalancedEvent,
  RunEvent,
  StartedEvent,
  StepEvent,
  StoppedEvent,
  TimeBreakdown,
  WarningEvent,
} from './observe/index.js'
export type { AgentHandle, Run, RunResult } from './run/index.js'
export { CheckpointDamagedError, CheckpointWriteError, NoCheckpointError } from './state/checkpoint/errors.js'
export { IdentityMismatchError } from './state/errors.js'
export { exitNow, hasAbandoned } from './supervision/abandoned.js'
export { NoWorkError, RestartsSpentError, UpdateHungError } from './supervision/errors.js'
export * from './tensor/index.js'
export type { TrainCallOptions } from './train.js'
export * from './training/errors.js'
export type { LoadedModel, LoadModelOptions } from './training/load-model.js'
export type { TrainOptions } from './training/options.js'
export type { SettingDefaults, Settings } from './training/settings.js'
export {
  type BatchOf,
  defineTask,
  type EarlyStopping,
  type Loss,
  type MetricGoal,
  type Metrics,
  type Task,
  type TaskDefinition,
} from './training/task.js'

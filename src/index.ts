// The only list of public names. `troupe/actor` has the actor runtime, which needs no libtorch.
export * from './data/index.js'
export { TroupeError } from './errors.js'
export {
  FaultCannotFireError,
  FaultNotFiredError,
  type FaultPlan,
  FaultSpecError,
} from './faults/lab/index.js'
export type { Phase } from './faults/points/index.js'
export { AddonLoadError, AddonMissingError } from './native/index.js'
export {
  type AgentSight,
  type CheckpointEvent,
  type EvaluatedEvent,
  type FailedEvent,
  type FinishedEvent,
  type Incident,
  type IncidentEvent,
  type RebalancedEvent,
  RunDirectoryError,
  type RunEvent,
  RunInUseError,
  type StartedEvent,
  type StepEvent,
  type StoppedEvent,
  type TimeBreakdown,
  type WarningEvent,
} from './observe/index.js'
export type { AgentHandle, Run, RunResult } from './run/index.js'
export {
  CheckpointDamagedError,
  CheckpointWriteError,
  IdentityMismatchError,
  NoCheckpointError,
} from './state/index.js'
export {
  exitNow,
  hasAbandoned,
  NoWorkError,
  RestartsSpentError,
  UpdateHungError,
} from './supervision/index.js'
export * from './tensor/index.js'
export { loadModel, type TrainCallOptions, train } from './train.js'
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

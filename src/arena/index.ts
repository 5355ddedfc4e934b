export { Arena, type ArenaOptions, type SharedArena } from './arena.js'
export { ArenaLayoutError, NoSeatError } from './errors.js'
export { imageBytes, type StateShape, type StateViews, shapeNumbers, viewImage, viewLive } from './image.js'
export { BLOCK, type Layout, type NamedShape, planLayout, type Segment, type Span } from './layout.js'
export {
  type ArmedFault,
  type Computed,
  type Dispute,
  Ledger,
  type LedgerShape,
  type Round,
  type RowCounters,
  type SpoiltRecord,
  type StepRecord,
} from './ledger.js'
export { type Decision, RECORD_HEAD, readDecision, Verdict, writeDecision } from './record.js'
export { Snapshots } from './snapshot.js'
export { Action, type BoundTensors, type DecisionInputs, DREW, Stepper } from './stepper.js'

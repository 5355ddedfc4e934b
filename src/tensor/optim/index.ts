export { Adadelta, type AdadeltaOptions, adadelta } from './adadelta.js'
export { Adagrad, type AdagradOptions, adagrad } from './adagrad.js'
export { Adam, type AdamOptions, AdamW, adam, adamW } from './adam.js'
export { clipGradNorm, clipGradValue } from './clip.js'
export { Ema, ema } from './ema.js'
export { Lamb, type LambOptions, lamb } from './lamb.js'
export { Lion, type LionOptions, lion } from './lion.js'
export { Nadam, type NadamOptions, nadam } from './nadam.js'
export {
  Optimizer,
  type OptimizerOptions,
  type OptimizerState,
  type ParameterGroup,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'
export { Plateau, type PlateauOptions, type PlateauProgress, plateau } from './plateau.js'
export { Rmsprop, type RmspropOptions, rmsprop } from './rmsprop.js'
export { GradScaler, type GradScalerOptions, gradScaler } from './scaler.js'
export { Scheduler, scheduler } from './scheduler.js'
export { type Schedule, type ScheduleSteps, schedules } from './schedules.js'
export { Sgd, type SgdOptions, sgd } from './sgd.js'

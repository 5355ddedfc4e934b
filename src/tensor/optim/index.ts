export { Adam, type AdamOptions, adam } from './adam.js'
export {
  Optimizer,
  type OptimizerOptions,
  type ParameterGroup,
  type ParametersOrGroups,
  type Update,
} from './optimizer.js'
export { Sgd, type SgdOptions, sgd } from './sgd.js'

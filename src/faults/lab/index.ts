export * from './errors.js'
export { type RunShape, requireFeasible } from './feasible.js'
export { describeFault, type Fault, type FaultPlan, faultPlanSchema } from './plan.js'
export { checkFaultPlan, readFaults } from './spec.js'

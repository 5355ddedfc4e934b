// The public names of `troupe/testing`.
export {
  type Simulation,
  SimulationOptionError,
  type SimulationOptions,
  StalledError,
  simulation,
  VirtualClock,
} from '../actor/index.js'
export { ExpectationError } from './errors.js'
export type { Probe, ProbeMessage, Within } from './probe.js'
export { type TestSystem, type TestSystemOptions, testSystem } from './test-system.js'

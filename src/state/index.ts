export * from './checkpoint/index.js'
export * from './errors.js'
export { nameState, runState, type StateForm } from './form.js'
export { type NamedArrays, parametersSha256, type RunState, stateSha256 } from './hash.js'
export {
  identityDifferences,
  type RunIdentity,
  requireSameIdentity,
} from './identity.js'
export * from './memory/index.js'
export {
  type ProbeDigests,
  probeDifference,
  readDigests,
  type SharedDigests,
  shareDigests,
  writeDigests,
} from './probe.js'
export { endRecord, type RunRecord, readRecord, recordVersion, writeRecord } from './record.js'

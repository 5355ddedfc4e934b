import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Loads core.node: waits and the ledger; needs no libtorch. */
export function core(): any {
  return require('../../../build-native/Release/core.node')
}

/** Loads torch.node: tensors and the arithmetic of the arena. */
export function torch(): any {
  return require('../../../build-native/Release/torch.node')
}

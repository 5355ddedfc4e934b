/** The native addons, and what they say of the machine they run on. */
export type { CoreAddon, CudaDevice, DeviceAddon } from './addon.js'
export { AddonLoadError, AddonMissingError } from './errors.js'
export { identity, type NativeIdentity } from './identity.js'
export { buildFolder, builtFor, type Libtorch, PACKAGE_ROOT } from './installation.js'
export { core, coreWith, loadTorchAhead, prepareThread, torch } from './load.js'

export { NumpyError } from './errors.js'
export { loadNpy, saveNpy } from './npy.js'
export { loadNpz, NpzFile, openNpz, saveNpz } from './npz.js'

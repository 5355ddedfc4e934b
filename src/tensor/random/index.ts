/**
 * Counter-based random numbers: what is drawn is a pure function of the key and of the number of draws, so
 * a shard draws the same numbers whoever computes it. Needs no libtorch.
 */
export { currentStream, manualSeed, type RandomKey, RandomStream, run } from './stream.js'

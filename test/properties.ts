/**
 * fast-check, whose properties draw by the suite's seed: the same cases in every `npm test`, fresh ones in every
 * `npm run soak`. A property that fails says the seed; TROUPE_SEED repeats it. Tests import it from here only.
 */
import fc from 'fast-check'
import { seed } from './scale.js'

fc.configureGlobal({ seed: seed(1) })

export default fc

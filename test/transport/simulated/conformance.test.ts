import test from 'ava'
import { simulation } from '../../../src/transport/simulated/simulation.js'
import { conforms } from '../conformance.js'

conforms(test, () => simulation({ seed: 1 }).transport)

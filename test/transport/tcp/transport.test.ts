import test from 'ava'
import { conforms } from '../conformance.js'
import { processTransport } from './process-transport.js'

// Two processes, over TCP.
conforms(test, () => processTransport(), false)

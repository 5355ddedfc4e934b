import test from 'ava'
import { inProcessTransport } from '../../src/transport/in-process/transport.js'
import { conforms } from './conformance.js'

conforms(test, inProcessTransport)

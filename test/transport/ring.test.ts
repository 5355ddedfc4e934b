import test from 'ava'
import { ringTransport } from '../../src/transport/ring/transport.js'
import { conforms } from './conformance.js'

conforms(test, ringTransport)

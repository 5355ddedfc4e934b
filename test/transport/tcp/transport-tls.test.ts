import test from 'ava'
import { conforms } from '../conformance.js'
import { canCertify, makeCertificates } from './certificates.js'
import { processTransport } from './process-transport.js'

// Two processes, over TLS 1.3 with certificates on both sides.
if (canCertify) {
  const certificates = makeCertificates()
  conforms(test, () => processTransport(certificates), false)
} else {
  test('the transports suite over TLS', (t) => {
    t.log('skipped: no openssl binary to make certificates with')
    t.pass()
  })
}

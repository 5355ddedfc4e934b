import { isIPv4 } from 'node:net'
import { type ConnectionOptions, createSecureContext, type TlsOptions } from 'node:tls'
import { CertificateError, type CertificateProblem, InsecureAddressError } from './errors.js'

/** PEM texts. Both sides show a certificate, and each must come from an authority in `ca` of the other. */
export interface TlsIdentity {
  readonly key: string | Buffer
  readonly cert: string | Buffer
  readonly ca: string | Buffer
  /** The name expected in the listener's certificate; default: the host connected to. */
  readonly servername?: string | undefined
}

/** True for addresses that never leave the machine. Names other than localhost count as foreign. */
export function isLoopback(host: string): boolean {
  const plain = host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
  const v4 = plain.startsWith('::ffff:') ? plain.slice(7) : plain
  return plain === 'localhost' || plain === '::1' || (isIPv4(v4) && v4.startsWith('127.'))
}

/** @throws InsecureAddressError */
export function checkReach(host: string, tls: TlsIdentity | undefined): void {
  if (!tls && !isLoopback(host)) throw new InsecureAddressError(host)
}

/**
 * TLS 1.3 only, certificates on both sides, nothing accepted that does not verify.
 *
 * @throws CertificateError
 */
export function secure({ key, cert, ca }: TlsIdentity, address: string): ConnectionOptions & TlsOptions {
  try {
    createSecureContext({ key, cert, ca })
  } catch (cause) {
    throw new CertificateError('unreadable', address, cause)
  }
  return { key, cert, ca, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', rejectUnauthorized: true }
}

const problems: Readonly<Record<string, CertificateProblem>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  CERT_SIGNATURE_FAILURE: 'untrusted',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'missing',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'missing',
}

/** Names what OpenSSL says; undefined for an error that is not of TLS. */
export function certificateError(address: string, error: unknown): CertificateError | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  if (typeof code !== 'string') return undefined
  // An alert comes from the other side: it looked at our certificate and said no.
  const known = problems[code] ?? (/_ALERT_.*(CERT|CA)/.test(code) ? 'refused' : undefined)
  if (known) return new CertificateError(known, address, error)
  return /^(ERR_SSL_|ERR_TLS_|EPROTO)/.test(code)
    ? new CertificateError('handshake', address, error)
    : undefined
}

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsIdentity } from '../../../src/transport/tcp/reach.js'

/** True when certificates can be made here. */
export const canCertify = spawnSync('openssl', ['version']).status === 0

export interface Certificates {
  /** Two programs of one authority. */
  readonly here: TlsIdentity
  readonly there: TlsIdentity
  /** Of another authority, but trusting the first. */
  readonly stranger: TlsIdentity
  /** Of the first authority, valid in the past only. */
  readonly expired: TlsIdentity
}

/** Fresh certificates for 127.0.0.1, made with the openssl binary. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-tls-'))
  const file = (name: string) => join(folder, name)
  const read = (name: string) => readFileSync(file(name), 'utf8')
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: 240_000 })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = (name: string) =>
    openssl(
      ...['req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.pem`],
      ...['-days', '2', '-subj', `/CN=${name}`, '-addext', 'keyUsage=keyCertSign'],
    )
  const member = (name: string, ca: string, ...validity: string[]) => {
    openssl('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    if (validity.length === 0) {
      openssl(
        ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${ca}.pem`, '-CAkey', `${ca}.key`],
        ...['-CAcreateserial', '-days', '2', '-extfile', 'names.cnf', '-out', `${name}.pem`],
      )
    } else {
      // Only `ca` takes dates in the past.
      writeFileSync(file('index.txt'), '')
      openssl(
        ...['ca', '-batch', '-config', 'ca.cnf', '-in', `${name}.csr`, '-cert', `${ca}.pem`],
        ...['-keyfile', `${ca}.key`, '-extfile', 'names.cnf', '-out', `${name}.pem`, '-notext', ...validity],
      )
    }
  }
  try {
    writeFileSync(file('names.cnf'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
    writeFileSync(
      file('ca.cnf'),
      '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n',
    )
    authority('first')
    authority('other')
    member('here', 'first')
    member('there', 'first')
    member('stranger', 'other')
    member('expired', 'first', '-startdate', '20200101000000Z', '-enddate', '20200201000000Z')
    const identity = (name: string) => ({
      key: read(`${name}.key`),
      cert: read(`${name}.pem`),
      ca: read('first.pem'),
    })
    return {
      here: identity('here'),
      there: identity('there'),
      stranger: identity('stranger'),
      expired: identity('expired'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

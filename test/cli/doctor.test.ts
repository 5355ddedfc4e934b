import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { type BlasFigures, judgeBlas } from '../../src/cli/doctor/blas.js'
import { troupe } from '../fixtures/cli/troupe.js'

const good: BlasFigures = {
  gflops: 90,
  cores: 1,
  library: 'libblas.so.3',
  openmp: true,
  avx2: true,
  coreType: null,
}

test('a fast BLAS that obeys is ok', (t) => {
  t.is(judgeBlas(good).status, 'ok')
})

test('reference BLAS is called slow, with the package to install', (t) => {
  const finding = judgeBlas({ ...good, gflops: 4.5, openmp: false })
  t.is(finding.status, 'slow')
  t.regex(finding.remedy!, /libopenblas0-openmp/)
})

test('kernels for another processor are called slow, with the variable to unset', (t) => {
  const finding = judgeBlas({ ...good, gflops: 32, coreType: 'Prescott' })
  t.is(finding.status, 'slow')
  t.regex(finding.remedy!, /OPENBLAS_CORETYPE \(now Prescott\)/)
})

test('an old processor is not blamed on its BLAS', (t) => {
  t.is(judgeBlas({ ...good, gflops: 15, avx2: false }).status, 'ok')
})

test('a BLAS that uses two cores for one thread is called wrong, however fast', (t) => {
  const finding = judgeBlas({ ...good, gflops: 200, cores: 1.9, openmp: false })
  t.is(finding.status, 'wrong')
  t.regex(finding.remedy!, /thread count/)
})

test('doctor finds this installation able to train', async (t) => {
  const { stdout } = await troupe(['doctor', '--json'])
  const { findings } = JSON.parse(stdout)
  const status = Object.fromEntries(
    findings.map((finding: { name: string; status: string }) => [finding.name, finding.status]),
  )
  t.like(status, { node: 'ok', compiler: 'ok', cmake: 'ok', libtorch: 'ok', addon: 'ok' })
  // How fast a busy machine is at this moment is no property of the code; that it was measured is.
  const blas = findings.find((finding: { name: string }) => finding.name === 'blas')
  t.true(blas.figures.gflops > 0)
})

test('doctor without an addon exits 1 and says what to run', async (t) => {
  const { code, stdout } = await troupe(['doctor'], {
    TROUPE_BUILD_DIR: mkdtempSync(join(tmpdir(), 'troupe-none-')),
  })
  t.is(code, 1)
  t.regex(stdout, /missing +addon/)
  t.regex(stdout, /→ npx troupe build/)
})

import test from 'ava'
import { openblasCore, pins } from '../../src/native/pins.js'

const cpuinfo = (flags: string) => `processor\t: 0\nmodel\t\t: 207\nflags\t\t: fpu vme ${flags}\nbugs\t\t:\n`

test('a processor with all of AVX-512’s first set gets kernels for it, whatever its model number', (t) => {
  const lines = pins(cpuinfo('avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl'))
  t.true(lines.includes('OPENBLAS_CORETYPE=SkylakeX'))
})

test('half of AVX-512 is not enough for its kernels', (t) => {
  t.is(openblasCore(new Set(['avx2', 'fma', 'avx512f', 'avx512cd'])), 'Haswell')
})

test('a processor that is unknown is left to OpenBLAS’s own choice', (t) => {
  for (const text of ['', cpuinfo('sse2'), 'Features : fp asimd']) {
    t.false(pins(text).some((line) => line.startsWith('OPENBLAS_CORETYPE')))
  }
})

test('MKL is pinned everywhere', (t) => {
  t.true(pins('').includes('MKL_CBWR=AUTO'))
})

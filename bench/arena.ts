import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { alternate, deadlineOf } from './alternate.js'
import { measure } from './child.js'
import type { Context } from './context.js'
import { PeerMissingError } from './errors.js'
import { compiled, peerScript, root } from './places.js'
import { glooSum } from './python.js'
import { makeRow, type Row } from './rows.js'

/** 100 MB of float32. */
const ELEMENTS = 25_000_000
const REPEATS = 15

interface Sum {
  readonly milliseconds: number
}

/**
 * The sum of two 100 MB slots into a third place by two threads: against two threads that copy 100 MB, which is
 * the bound that memory sets, and against gloo's allReduce of two processes' 100 MB.
 */
export async function* arenaBench({ pace, python }: Context): AsyncGenerator<Row> {
  const deadline = deadlineOf(pace)
  const memcpy = await compileMemcpy()
  const contenders = [
    {
      name: 'troupe',
      optional: false,
      run: sumBy(process.execPath, [compiled('arena-sum.js'), String(ELEMENTS)]),
    },
    {
      name: 'memcpy',
      optional: true,
      run: memcpy === undefined ? nothing : sumBy(memcpy, [String(ELEMENTS * 4)]),
    },
    { name: 'gloo', optional: true, run: python === undefined ? nothing : viaGloo },
  ]
  const [own, copied, reduced] = await alternate(pace, contenders)
  const heading = { bench: 'arena', unit: 'ms' }
  yield makeRow(
    { ...heading, row: 'sum 2 x 100 MB', goal: '<= 1.6' },
    own ?? null,
    copied ?? null,
    'memcpy of 100 MB, 2 threads',
  )
  const gloo = `gloo, PyTorch ${python?.version ?? ''}, 2 processes`.replace(' ,', ',')
  yield makeRow(
    { ...heading, row: 'sum 2 x 100 MB, peer/ours', goal: '>= 5', inverse: true },
    own ?? null,
    reduced ?? null,
    gloo,
  )

  function sumBy(command: string, args: readonly string[]): () => Promise<number> {
    return async () => (await measure<Sum>(command, [...args, String(REPEATS)], { deadline })).milliseconds
  }

  async function viaGloo(): Promise<number> {
    return (await glooSum(python!, pace, ELEMENTS, REPEATS)).milliseconds
  }

  function nothing(): Promise<number> {
    return Promise.reject(new PeerMissingError('the peer', 'it was not found (see above).'))
  }
}

/** Compiles peers/memcpy.cc where git does not look; undefined without a compiler. */
async function compileMemcpy(): Promise<string | undefined> {
  const folder = join(root, '.cache/bench')
  const program = join(folder, 'memcpy')
  mkdirSync(folder, { recursive: true })
  const args = ['-std=c++20', '-O3', '-pthread', peerScript('memcpy.cc'), '-o', program]
  try {
    await promisify(execFile)(process.env.CXX ?? 'c++', args, { timeout: 60_000 })
    return program
  } catch (error) {
    console.error(`bench: memcpy: no C++ compiler: ${(error as Error).message.split('\n')[0]}`)
    return undefined
  }
}

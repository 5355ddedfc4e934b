/**
 * Saving and loading a state of 1 GB.
 *
 * As a module it starts measurements; as a program (`node files.js save|write|load FOLDER`) it is one.
 */
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { load, save, type Tensor, zeros } from '../src/index.js'
import { alternate, deadlineOf } from './alternate.js'
import { measure } from './child.js'
import type { Context } from './context.js'
import { compiled, root } from './places.js'
import { makeRow, type Row } from './rows.js'

/** 64 tensors of 16 MB, with small ones in between. */
const TENSORS = 64
const ELEMENTS = 4_000_000
const BYTES = TENSORS * (ELEMENTS + 100) * 4

interface Figures {
  /** Seconds, or the ratio of memory taken to the tensors' bytes. */
  readonly figure: number
}

/**
 * `save` of a state of 1 GB, flushed to the disk, against a plain sequential write of as many bytes, flushed too, on the
 * same disk (of the working folder); and the memory that `load` takes against the tensors' own.
 */
export async function* filesBench({ pace }: Context): AsyncGenerator<Row> {
  const folder = join(root, '.cache/bench')
  mkdirSync(folder, { recursive: true })
  const place = mkdtempSync(join(folder, 'files-'))
  try {
    const job = (mode: string) => async () =>
      (
        await measure<Figures>(process.execPath, [compiled('files.js'), mode, place], {
          deadline: 60 + deadlineOf(pace),
        })
      ).figure
    const rate = (mode: string) => async () => BYTES / 1e6 / (await job(mode)())
    // A disk's rate varies more than a processor's, above all where others use it too.
    const [own, plain] = await alternate({ ...pace, rounds: pace.rounds + 3 }, [
      { name: 'troupe', optional: false, run: rate('save') },
      { name: 'write', optional: false, run: rate('write') },
    ])
    yield makeRow(
      { bench: 'files', row: 'save 1 GB', unit: 'MB/s', goal: '>= 0.7' },
      own!,
      plain!,
      'sequential write and fsync',
    )
    const [loaded] = await alternate({ ...pace, rounds: 1 }, [
      { name: 'troupe', optional: false, run: job('load') },
    ])
    yield makeRow(
      { bench: 'files', row: 'load 1 GB, memory', unit: 'of its bytes', goal: '<= 1.2' },
      loaded!,
      1,
      "the tensors' own",
    )
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** 1 GB in pieces of 8 MB, as `dd bs=8M conv=fsync`. */
function write(file: string): void {
  const piece = Buffer.alloc(8 * 2 ** 20, 1)
  const descriptor = openSync(`${file}.partial`, 'w')
  for (let at = 0; at < BYTES; ) at += writeSync(descriptor, piece, 0, Math.min(piece.length, BYTES - at))
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(`${file}.partial`, file)
}

function state(): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>()
  for (let k = 0; k < TENSORS; k++) {
    tensors.set(`layer.${k}.weight`, zeros([ELEMENTS]).add_(k))
    tensors.set(`layer.${k}.bias`, zeros([100]).add_(k))
  }
  return tensors
}

/** Removes the file of the round before, and has everything on its way to the disk arrive there before this one begins. */
function clear(file: string): void {
  rmSync(file, { force: true })
  execFileSync('sync')
}

function timed(fn: () => void): Figures {
  const start = performance.now()
  fn()
  return { figure: (performance.now() - start) / 1000 }
}

/** High-water mark of resident memory. */
function peakBytes(): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

function main(mode: string, folder: string): Figures {
  const file = join(folder, 'state.safetensors')
  const plain = join(folder, 'plain')
  if (mode === 'write' || mode === 'save') {
    // Who only writes holds as much memory: what is left for the cache of files would otherwise differ.
    const tensors = state()
    clear(mode === 'save' ? file : plain)
    return timed(() => (mode === 'save' ? save(file, tensors) : write(plain)))
  }
  zeros([1]).dispose()
  const before = peakBytes()
  load(file)
  return { figure: (peakBytes() - before) / BYTES }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(main(process.argv[2]!, process.argv[3]!)))

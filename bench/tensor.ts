import { readFileSync } from 'node:fs'
import type { Pace } from './alternate.js'
import { Blocks } from './blocks.js'
import type { Context } from './context.js'
import { MeasurementError } from './errors.js'
import { compiled, peerScript } from './places.js'
import { type Goal, makeRow, median, type Row } from './rows.js'
import type { Subject } from './tensor/models.js'
import type { Block, Rate } from './tensor/steps.js'

const BENCH = 'tensor'

const times: readonly { readonly subject: Subject; readonly row: string; readonly goal: Goal }[] = [
  { subject: 'add', row: 'add of 2 x 2, freed', goal: '<= 0.75' },
  { subject: 'mlp', row: 'mlp, batch 8, Adam step', goal: '<= 0.5' },
  { subject: 'cnn', row: 'cnn, batch 32, Adam step', goal: '<= 1' },
  { subject: 'lstm', row: 'lstm, batch 32, Adam step', goal: '<= 1' },
  { subject: 'transformer', row: 'transformer, batch 8, Adam step', goal: '<= 1' },
]

const gains: readonly { readonly subject: Subject; readonly goal: Goal }[] = [
  { subject: 'cnn', goal: '>= 1.6' },
  { subject: 'transformer', goal: '>= 2.2' },
]

/** One side of a comparison: a process, and what it is asked for. */
interface Side {
  readonly name: string
  readonly process: Blocks
  readonly precision: Block['precision']
  /** Whether the other side counts without it. */
  readonly optional: boolean
}

/**
 * The tensor library in a loop of one's own, on one thread: time per step against Python's PyTorch, and what bfloat16
 * gains over float32 on a CPU with AMX; on another it is measured and has no goal.
 */
export async function* tensorBench({ pace, python }: Context): AsyncGenerator<Row> {
  const deadline = 30 + 10 * pace.seconds
  const own = (subject: Subject) =>
    new Blocks(process.execPath, [compiled('tensor/steps.js'), subject], { deadline })
  const peerName = `PyTorch ${python?.version ?? ''}`.trim()

  for (const { subject, row, goal } of times) {
    const sides: Side[] = [
      { name: 'troupe', process: own(subject), precision: 'float32', optional: false },
      ...(python === undefined
        ? []
        : [
            {
              name: peerName,
              process: new Blocks(python.path, [peerScript('tensor.py'), subject], {
                env: python.env,
                deadline,
              }),
              precision: 'float32' as const,
              optional: true,
            },
          ]),
    ]
    const [ours, peer] = (await byTurns(pace, sides)).map((rate) => (rate === null ? null : 1e6 / rate))
    yield makeRow({ bench: BENCH, row, unit: 'µs', goal }, ours ?? null, peer ?? null, peerName)
  }
  const amx = /^flags\s*:.*\bamx_bf16\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))
  if (!amx) console.error('bench: this CPU has no AMX: the rows of bf16 have no goal here.')
  for (const { subject, goal } of gains) {
    const both = own(subject)
    const [low, full] = await byTurns(pace, [
      { name: 'bf16', process: both, precision: 'bf16', optional: false },
      { name: 'float32', process: both, precision: 'float32', optional: false },
    ])
    const heading = { bench: BENCH, row: `${subject}, bf16`, unit: 'steps/s', goal: amx ? goal : null }
    yield makeRow(heading, low ?? null, full ?? null, 'troupe in float32')
  }
}

/** Medians of the sides' rates in short blocks by turns, after one that warms up; null for a peer that fails. */
async function byTurns({ rounds, seconds }: Pace, sides: readonly Side[]): Promise<(number | null)[]> {
  const rates: number[][] = sides.map(() => [])
  const failed = new Set<Side>()
  try {
    for (let block = 0; block <= BLOCKS * rounds; block++) {
      for (const [at, side] of sides.entries()) {
        if (failed.has(side)) continue
        try {
          const asked: Block = { seconds: seconds / BLOCKS, precision: side.precision }
          const { stepsPerSecond } = await side.process.measure<Rate>(asked)
          if (block > 0) rates[at]!.push(stepsPerSecond)
        } catch (error) {
          if (!side.optional || !(error instanceof MeasurementError)) throw error
          failed.add(side)
          console.error(`bench: ${side.name}: ${error.message}`)
        }
      }
    }
  } finally {
    for (const { process } of sides) process.stop()
  }
  return rates.map((list, at) => (failed.has(sides[at]!) ? null : median(list)))
}

/** Blocks of a round: what disturbs the machine for a while disturbs some of them, on both sides. */
const BLOCKS = 4

import { alternate, deadlineOf, type Pace } from './alternate.js'
import { measure } from './child.js'
import type { Context } from './context.js'
import { MeasurementError, PeerMissingError } from './errors.js'
import { type Model, ours } from './ours.js'
import { compiled } from './places.js'
import { kill, type Python } from './python.js'
import type { GoodputFigures } from './repair/goodput.js'
import type { HangFigures } from './repair/hangs.js'
import type { KillFigures } from './repair/kills.js'
import type { OverheadFigures } from './repair/overhead.js'
import type { ProcessFigures } from './repair/process.js'
import { type Goal, makeRow, median, type Row } from './rows.js'

const BENCH = 'repair'
const BOUND = 'the bound set for it'

/** How much of everything, in the short form and in the long one. */
interface Extent {
  /** Rounds in which all by turns lose workers, and how many of the peers' in a round. */
  readonly rounds: number
  readonly peerKills: number
  readonly hangs: number
  /** Windows with a kill, and their length in seconds. */
  readonly killWindows: number
  readonly killSeconds: number
  readonly stragglerSeconds: number
  readonly stragglers: readonly Model[]
  /** Whether Ray Train is asked, which takes most of a minute and has no goal. */
  readonly ray: boolean
  /** Pairs of blocks with and without supervision. */
  readonly pairs: number
}

const SHORT: Extent = {
  rounds: 1,
  peerKills: 1,
  hangs: 1,
  killWindows: 2,
  killSeconds: 3,
  stragglerSeconds: 4,
  stragglers: ['cnn'],
  ray: false,
  pairs: 10,
}
const LONG: Extent = {
  rounds: 3,
  peerKills: 2,
  hangs: 4,
  killWindows: 3,
  killSeconds: 60,
  stragglerSeconds: 10,
  stragglers: ['mlp', 'cnn'],
  ray: true,
  pairs: 40,
}

/**
 * What it costs to lose an agent, to have one that hangs or lags, and to be ready for all that: against peers that
 * train the same MLP with two workers on this machine, and against bounds.
 */
export async function* repairBench({ pace, python }: Context): AsyncGenerator<Row> {
  const extent = pace.rounds > 2 ? LONG : SHORT
  yield* killed(extent, python)
  for (const where of ['js', 'native'] as const) yield await hang(extent, where)
  yield await overhead(extent, 'mlp', 3)
  yield await overhead(extent, 'cnn', 1)
  yield* straggler(extent)
  yield await goodput(extent)
}

interface Peer {
  readonly name: string
  readonly goal: Goal | null
  readonly kills: (python: Python) => ReturnType<typeof kill>
}

async function* killed({ rounds, peerKills, ray }: Extent, python: Python | undefined): AsyncGenerator<Row> {
  const peers: readonly Peer[] = [
    {
      name: 'torchrun, elastic restart',
      goal: '>= 20',
      kills: (from) => kill(from, 'torchrun', peerKills),
    },
    { name: 'torchft, defaults', goal: '>= 20', kills: (from) => kill(from, 'torchft', peerKills) },
    {
      name: 'torchft, heartbeat 500 ms',
      goal: '>= 8',
      kills: (from) => kill(from, 'torchft', peerKills, '500'),
    },
    ...(ray
      ? [{ name: 'Ray Train', goal: null, kills: (from) => kill(from, 'ray', peerKills) } satisfies Peer]
      : []),
  ]
  const all: KillFigures[] = []
  const [own, restarted, ...others] = await alternate({ rounds, seconds: 0 }, [
    {
      name: 'troupe',
      optional: false,
      run: async () => {
        const figures = await program<KillFigures>('kills', 60, '6')
        all.push(figures)
        return figures.seconds
      },
    },
    {
      name: 'troupe train',
      optional: false,
      run: async () => (await program<ProcessFigures>('process', 60, '3')).seconds,
    },
    ...peers.map(({ name, kills }) => ({ name, optional: true, run: () => runPeer(name, kills) })),
  ])
  const middle = (pick: (figures: KillFigures) => number) => median(all.map(pick))
  yield makeRow(
    { bench: BENCH, row: 'killed agent, beyond its shards', unit: 'ms', goal: '<= 1' },
    middle(({ beyondMs }) => beyondMs),
    50,
    BOUND,
  )
  console.error(
    `bench: killed agent: next step after ${(1000 * own!).toFixed(1)} ms as seen from outside, ` +
      `${middle(({ totalMs }) => totalMs)} ms by the incidents (medians).`,
  )
  for (const [index, { name, goal }] of peers.entries()) {
    const heading = { bench: BENCH, row: 'killed agent, peer/ours', unit: 's', goal, inverse: true }
    yield makeRow(heading, own!, others[index] ?? null, name)
  }
  const row = 'killed process, next step'
  yield makeRow({ bench: BENCH, row, unit: 's', goal: '<= 1' }, restarted!, 1.5, BOUND)
  yield makeRow(
    { bench: BENCH, row, unit: 's', goal: '<= 0.6' },
    restarted!,
    others[0] ?? null,
    peers[0]!.name,
  )

  async function runPeer(name: string, kills: Peer['kills']): Promise<number> {
    if (python === undefined) throw new PeerMissingError(name, 'there is no Python with torch (see above).')
    const { seconds, hung } = await kills(python)
    if (hung > 0) console.error(`bench: ${name}: no step after ${hung} of ${hung + seconds.length} kills.`)
    if (seconds.length === 0) throw new MeasurementError(name, 'did not go on after any kill.')
    return median(seconds)
  }
}

async function hang({ hangs }: Extent, where: 'js' | 'native'): Promise<Row> {
  const { stillMs, tenStepsMs } = await program<HangFigures>('hangs', 60 + 10 * hangs, where, String(hangs))
  return makeRow(
    {
      bench: BENCH,
      row: `hang in ${where === 'js' ? 'JavaScript' : 'native code'}, nothing moves`,
      unit: 'ms',
      goal: '<= 1',
    },
    stillMs,
    Math.max(1000, tenStepsMs),
    'max(1 s, 10 median steps)',
  )
}

async function overhead({ pairs }: Extent, model: Model, bound: number): Promise<Row> {
  const { percent } = await program<OverheadFigures>('overhead', 10 + 2 * pairs, model, String(pairs))
  const row = `${model}, healthy overhead`
  return makeRow({ bench: BENCH, row, unit: '% of the rate', goal: '<= 1' }, percent, bound, BOUND)
}

/**
 * One of two agents takes 3 times as long: what is left is 4/3 of one agent, which is 2/3 of both. In 16 shards: of 8,
 * one is an eighth of the step already.
 */
async function* straggler({ rounds, stragglerSeconds, stragglers }: Extent): AsyncGenerator<Row> {
  const pace: Pace = { rounds, seconds: stragglerSeconds }
  for (const model of stragglers) {
    const setting = { model, agents: 2, batch: 512, shards: 16 }
    const rate = (faults?: string) => async () =>
      (await ours(faults === undefined ? setting : { ...setting, faults }, pace)).samplesPerSecond
    const [own, healthy] = await alternate(pace, [
      { name: 'one slow agent', optional: false, run: rate('slow:agent=0,factor=3@steps=0-9999998') },
      { name: 'healthy agents', optional: false, run: rate() },
    ])
    yield makeRow(
      { bench: BENCH, row: `${model}, one of two agents 3 times slower`, unit: 'samples/s', goal: '>= 0.9' },
      own!,
      (healthy! * 2) / 3,
      'two thirds of two healthy agents',
    )
  }
}

async function goodput({ killWindows, killSeconds }: Extent): Promise<Row> {
  const seconds = 30 + killWindows * 2 * (killSeconds + 10)
  const figures = await program<GoodputFigures>('goodput', seconds, String(killSeconds), String(killWindows))
  console.error(`bench: goodput: a kill costs ${figures.cost.toFixed(2)} s of a healthy run's work.`)
  return makeRow(
    { bench: BENCH, row: 'cnn, goodput at one kill a minute', unit: 'of 1', goal: '>= 0.97' },
    figures.goodput,
    1,
    'no kill',
  )
}

/** One of the measuring processes in bench/repair. */
function program<T>(name: string, seconds: number, ...args: string[]): Promise<T> {
  const options = { deadline: deadlineOf({ rounds: 1, seconds: 0 }) + seconds }
  return measure<T>(process.execPath, [compiled(`repair/${name}.js`), ...args], options)
}

import { alternate, deadlineOf, type Pace } from './alternate.js'
import { measure } from './child.js'
import type { Context } from './context.js'
import { installPeer } from './npm-peer.js'
import { compiled } from './places.js'
import { type Goal, makeRow, type Row } from './rows.js'

type Run = () => Promise<number>

interface Peer {
  readonly name: string
  readonly run: Run
  readonly goal: Goal | null
}

/** A figure of ours, beside the same figure of others and beside what was set as its bound. */
interface Comparison {
  readonly row: string
  readonly unit: string
  readonly ours: string
  readonly peers: readonly Peer[]
  readonly bound?: { readonly value: number; readonly goal: '<= 1' | '>= 1' }
}

/**
 * The actor runtime against what people would use instead. Every rate counts handler calls made through
 * `ref.tell` and `ref.ask`, with bounded mailboxes and deadlines, on both sides of the lane.
 */
export async function* actorBench({ pace }: Context): AsyncGenerator<Row> {
  const ours = (mode: string): Run => runProcess(['--expose-gc', compiled('actor/ours.js'), mode], pace)
  const peer = (file: string, mode: string): Run =>
    runProcess([compiled(`actor/peers/${file}.js`), mode], pace)
  const comlink = await installPeer('comlink', { comlink: '4.4.2' }).then(
    (folder) =>
      (mode: string): Run =>
        runProcess([compiled('actor/peers/comlink.js'), mode], pace, folder),
    (error: Error) => () => () => Promise.reject(error),
  )
  const asks = (mode: 'idle' | 'busy', port: Goal): readonly Peer[] => [
    { name: 'MessagePort', run: peer('message-port', mode), goal: port },
    { name: 'piscina run()', run: peer('piscina', mode), goal: null },
    { name: 'comlink', run: comlink(mode), goal: null },
  ]
  const comparisons: readonly Comparison[] = [
    {
      row: 'one way, two threads',
      unit: 'messages/s',
      ours: 'one-way',
      peers: [{ name: 'MessagePort', run: peer('message-port', 'one-way'), goal: '>= 4' }],
      bound: { value: 2e6, goal: '>= 1' },
    },
    { row: 'ask, idle', unit: 'us', ours: 'idle', peers: asks('idle', '<= 1.5') },
    {
      row: 'ask, 64 in flight',
      unit: 'us each',
      ours: 'busy',
      peers: asks('busy', '<= 1.5'),
      bound: { value: 4, goal: '<= 1' },
    },
    {
      row: 'local tell',
      unit: 'messages/s',
      ours: 'local',
      peers: [{ name: 'EventEmitter', run: peer('event-emitter', 'one-way'), goal: null }],
      bound: { value: 5e6, goal: '>= 1' },
    },
    alone('spawn 100,000 here', 's', 'spawn', 1),
    alone('heap of a local actor', 'bytes', 'memory', 2048),
    alone('1,000 idle actors, 4 threads', '% of a core', 'standby', 1),
    alone('restart here', 'us', 'restart', 100),
    alone('restart of a thread', 'ms', 'thread-restart', 100),
  ]
  for (const comparison of comparisons) yield* compare(pace, comparison, ours(comparison.ours))
  const between: readonly Comparison[] = [
    alone('ask, idle, two processes', 'us', 'idle', 120),
    { row: 'ask, 64 in flight, two processes', unit: 'us each', ours: 'busy', peers: [] },
    alone('killed process reported', 'ms', 'killed', 100),
  ]
  for (const comparison of between) {
    const run = runProcess([compiled('actor/two-processes.js'), comparison.ours], pace)
    yield* compare(pace, comparison, run)
  }
}

/** A figure that has a bound and no peer. */
function alone(row: string, unit: string, ours: string, value: number): Comparison {
  return { row, unit, ours, peers: [], bound: { value, goal: '<= 1' } }
}

async function* compare(pace: Pace, { row, unit, peers, bound }: Comparison, run: Run): AsyncGenerator<Row> {
  const [own, ...others] = await alternate(pace, [
    { name: 'troupe', optional: false, run },
    ...peers.map((peer) => ({ name: peer.name, optional: true, run: peer.run })),
  ])
  const heading = { bench: 'actor', row, unit }
  for (const [index, { name, goal }] of peers.entries())
    yield makeRow({ ...heading, goal }, own ?? null, others[index] ?? null, name)
  if (bound) yield makeRow({ ...heading, goal: bound.goal }, own ?? null, bound.value, 'the bound set for it')
  else if (peers.length === 0) yield makeRow({ ...heading, goal: null }, own ?? null, null, '')
}

/** A measuring process that is given its seconds and prints one value. */
function runProcess(args: readonly string[], pace: Pace, ...more: string[]): Run {
  return async () => {
    const all = [...args, String(pace.seconds), ...more]
    return (await measure<{ value: number }>(process.execPath, all, { deadline: deadlineOf(pace) })).value
  }
}

import { basename, join } from 'node:path'
import supervisor, { type SupervisorArgs } from '../../agents/supervisor.js'
import { ActorSystem } from '../actor/index.js'
import type { Arena } from '../arena/index.js'
import { Loader, ledgerGate } from '../data/index.js'
import {
  type ArmingGround,
  actsOf,
  divideShards,
  type Fault,
  FaultInjector,
  requireFeasible,
  slownessOf,
} from '../faults/lab/index.js'
import type { HostSeat } from '../launcher/index.js'
import { EventStream, type RunDirectory } from '../observe/index.js'
import {
  checkpointsFolder,
  type MemoryFile,
  type ProbeDigests,
  readDigests,
  shareDigests,
} from '../state/index.js'
import { defaultPatience, StallWatch } from '../supervision/index.js'
import { checkpointPlan, type Resumed, restoreArena, stateForm } from '../training/checkpoints.js'
import { bytesOf, type CheckedOptions } from '../training/options.js'
import { makeArena, type Prepared } from '../training/prepare.js'
import { evaluationDue, type SessionSpec } from '../training/session.js'
import { threadTransport } from '../transport/thread-transport.js'
import type { ThreadsAhead } from '../transport/threads/ahead.js'
import { Conductor } from './conductor.js'
import type { Run } from './run.js'

/** What a run goes on from: its directory, and what its record says the admission probe must give. */
export type Source = Resumed & { readonly directory: string; readonly probe: ProbeDigests | undefined }

/** What a run is started with, all of it checked. */
export interface Start {
  readonly prepared: Prepared
  readonly options: CheckedOptions
  /** Faults that are planned, those of steps that are done already included. */
  readonly planned: readonly Fault[]
  readonly directory: RunDirectory
  readonly signal: AbortSignal | undefined
  /** Milliseconds without any progress after which the run fails. */
  readonly stallMs: number
  readonly resumed: Source | undefined
  /** Keeps the state for the next process when this one is killed. */
  readonly memory: MemoryFile | undefined
  /** Threads for the first agents; whoever starts the run closes them. */
  readonly ahead: ThreadsAhead
  /** The launcher that watches this process; undefined in a program's own. */
  readonly seat: HostSeat | undefined
}

/** Sets everything up in the order in which the parts need each other, and takes it down again if one fails. */
export async function startRun(start: Start): Promise<Run> {
  const { prepared, options, directory, signal, stallMs, resumed, seat } = start
  const { plan, batches, splits, functions, metrics } = prepared
  const every = options.checkpointEvery ?? 0
  const checkpoint = resumed?.checkpoint ?? null
  const firstStep = checkpoint?.manifest.step ?? 0
  // Those of the steps that are done have happened, or can never; others happened in an earlier process.
  const happened = new Set(seat?.past.happened)
  const faults = start.planned.filter(({ step }, index) => step >= firstStep && !happened.has(index))
  const arena = makeArena(prepared, faults.length, options, firstStep, every)
  const { shared } = arena
  const kept = checkpoint?.manifest.probe ?? resumed?.probe
  const probe = shareDigests(kept)
  const form = stateForm(prepared, shared.layout)
  if (checkpoint !== null) restoreArena(arena, form, checkpoint)
  const disk = checkpointPlan(prepared, form, {
    folder: join(directory.path, checkpointsFolder),
    keep: options.keep,
    probe,
    damaged: (resumed?.skipped ?? []).map(({ path }) => basename(path)),
  })
  const ground = groundOf(prepared, faults, arena)
  requireFeasible(
    { faults },
    {
      ...plan,
      ...ground,
      evaluates: (step) => evaluationDue(shared.options, step),
      keeps: (step) => every > 0 && (step + 1) % every === 0,
    },
  )
  const loader = await Loader.start({
    plan: batches,
    splits,
    seed: options.seed,
    firstStep,
    endStep: plan.steps,
    gate: ledgerGate(shared.ledger as never),
    functions,
    signal,
  })
  // Failures are the supervisor's affair and end up as incidents; the system itself prints nothing.
  let conductor: Conductor | undefined
  const system = await ActorSystem.start({
    // Later on a spare would hold memory for seconds that hardly ever come.
    transport: threadTransport({ ahead: start.ahead }),
    onFailure: ({ path, error }) => path === '/supervisor' && conductor?.supervisorFailed(error),
  })
  conductor = new Conductor({
    prepared,
    options,
    arena,
    loader,
    system,
    directory,
    earlier: seat?.past.incidents ?? [],
    saved: seat && ((step) => seat.saved(step)),
    events: new EventStream(),
    stall: new StallWatch(stallMs),
    checkpoints: {
      arena,
      plan: disk,
      metrics,
      every,
      directory: directory.path,
      resumed,
      memory: start.memory,
    },
    probe,
  })
  const { args, injector } = employ(start, faults, ground, arena, loader, conductor, kept)
  try {
    const ref = await system.spawn(supervisor, args, { name: 'supervisor' })
    const run = await conductor.begin(ref, injector && (() => injector.requireFired()), signal)
    if (seat?.past.described === false) {
      const { probe: _, ...plain } = disk
      seat.described({ plan: plain, probe: readDigests(probe), shape: arena.state, metrics })
    }
    return run
  } catch (error) {
    await conductor.dismantle()
    throw error
  }
}

/** What decides which work a fault can be given. */
function groundOf({ plan }: Prepared, faults: readonly Fault[], { ledger, shared }: Arena): ArmingGround {
  const merging = faults.filter(({ phase }) => phase === 'merge').map(({ agent }) => agent)
  return {
    shards: plan.shards,
    chunks: shared.layout.chunks,
    evaluations: shared.options.evaluations,
    ranges: divideShards(plan.shards, plan.agents, new Set(merging)),
    redundant: (step, shard) => ledger.redundant(step, shard),
  }
}

/** What the supervisor is told, with the faults armed that it is to meet. */
function employ(
  { prepared, options, planned, seat }: Start,
  faults: readonly Fault[],
  ground: ArmingGround,
  arena: Arena,
  loader: Loader,
  conductor: Conductor,
  kept: ProbeDigests | undefined,
): { args: SupervisorArgs; injector: FaultInjector | undefined } {
  const { plan } = prepared
  const victims = { ...conductor.victims, killProcess: () => seat?.strike() }
  const injector = faults.length === 0 ? undefined : new FaultInjector(faults, arena.ledger, victims)
  seat?.armed(() => [
    ...seat.past.happened,
    ...(injector?.happened() ?? []).map((fault) => planned.indexOf(fault)),
  ])
  injector?.arm(ground)
  const args: SupervisorArgs = {
    arena,
    spec: sessionSpec(prepared, options, arena, loader),
    ranges: ground.ranges,
    spares: plan.spares,
    restarts: options.restarts,
    batch: plan.batch,
    device: 'cpu',
    announcements: (agent) => injector?.announcements(agent) ?? [],
    acts: (agent) => ({ acts: actsOf(faults, agent), slow: slownessOf(faults, agent) }),
    memory: bytesOf(options.agentMemory),
    patience: defaultPatience,
    moveRanges: !faults.some(({ phase }) => phase === 'merge'),
    watch: injector,
    probe: kept,
    earlier: seat && { incidents: seat.past.incidents.length, deaths: seat.past.deaths },
    ...conductor.reports,
  }
  return { args, injector }
}

/** What each life of an agent opens its session with. */
function sessionSpec(
  { name, source, settings, metrics, probe }: Prepared,
  { seed, threads, precision, onNonfinite }: CheckedOptions,
  arena: Arena,
  loader: Loader,
): SessionSpec {
  const { train, evaluation } = loader.shared
  return {
    task: { name, path: source.path, url: source.url },
    settings,
    seed,
    threads,
    precision,
    onNonfinite,
    arena: arena.shared,
    batches: train,
    probe,
    evaluation:
      metrics.length === 0 ? null : { memory: evaluation!.memory, rows: evaluation!.counts, metrics },
  }
}

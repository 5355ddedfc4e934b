import type supervisor from '../agents/supervisor.js'
import type { AgentView, SupervisorArgs } from '../agents/supervisor.js'
import {
  type ActorDefinition,
  type ActorRef,
  type ActorSystem,
  type Handlers,
  KillTimeoutError,
} from './actor/index.js'
import type { Arena } from './arena/index.js'
import { Checkpointing, type CheckpointingOptions } from './checkpointing.js'
import type { Loader } from './data/index.js'
import type { TroupeError } from './errors.js'
import type { Victims } from './faults/lab/index.js'
import type { EventStream, Incident, RunDirectory, RunEvent } from './observe/index.js'
import { type Controls, Run, type RunResult } from './run.js'
import { type RunRecord, recordVersion, writeRecord } from './state/index.js'
import {
  abandon,
  type Life,
  NoWorkError,
  StalledError,
  StallWatch,
  unlessAborted,
} from './supervision/index.js'
import { save } from './tensor/index.js'
import { NonFiniteError } from './training/errors.js'
import { Monitor } from './training/monitor.js'
import type { CheckedOptions } from './training/options.js'
import { takeOutcome } from './training/outcome.js'
import type { Prepared } from './training/prepare.js'
import { settleStep } from './training/settle.js'

type HandlersOf<D> = D extends ActorDefinition<infer H extends Handlers, any> ? H : never
type SupervisorRef = ActorRef<HandlersOf<typeof supervisor>>

/** How often the ledger is looked at: the rate that step events are promised at. */
const pollMs = 100
/** Starting all threads with their libraries; each has a deadline of its own below this. */
const beginMs = 120_000
/** How long a stop waits for the running step while nothing moves: an agent or a data worker hangs. */
const patienceMs = 3_000
/** How long the end of a run waits for a thread that hangs in native code. */
const hungMs = 1_000
/** The supervisor answers between two handlers; none of them waits. */
const askMs = 10_000

/** The parts of a run, owned by its conductor: SharedArrayBuffers that native code points into live as long as it. */
export interface Ensemble {
  readonly prepared: Prepared
  readonly options: CheckedOptions
  readonly arena: Arena
  readonly loader: Loader
  readonly system: ActorSystem
  readonly directory: RunDirectory
  readonly events: EventStream
  readonly stall: StallWatch
  readonly checkpoints: CheckpointingOptions
}

/** Leads a run from its first step to its last event, and takes its parts down in the right order. */
export class Conductor {
  readonly #ensemble: Ensemble
  readonly #incidents: Incident[] = []
  readonly #record: RunRecord
  readonly #checkpoints: Checkpointing
  #supervisor: SupervisorRef | undefined
  #monitor: Monitor | undefined
  #view: readonly AgentView[] = []
  #timer: NodeJS.Timeout | undefined
  #stopping = false
  #mute = false
  #ending = false
  #requireFired: (() => void) | undefined
  readonly #patience = new StallWatch(patienceMs)
  #resolve!: (result: RunResult) => void
  #reject!: (error: Error) => void
  readonly #done = new Promise<RunResult>((resolve, reject) => {
    this.#resolve = resolve
    this.#reject = reject
  })

  constructor(ensemble: Ensemble) {
    this.#ensemble = ensemble
    this.#record = startRecord(ensemble)
    this.#checkpoints = new Checkpointing(ensemble.checkpoints, (event) => this.#emit(event))
    writeRecord(ensemble.directory.path, this.#record)
  }

  /** What the supervisor reports. */
  get reports(): Pick<SupervisorArgs, 'incident' | 'rebalanced' | 'warning' | 'finished' | 'failed'> {
    return {
      incident: (incident) => {
        this.#incidents.push(incident)
        this.#emit({ event: 'incident', ...incident })
      },
      rebalanced: (step, shards) => this.#emit({ event: 'rebalanced', step, shards }),
      warning: (code, message) => this.#emit({ event: 'warning', code, message }),
      finished: (what) => void this.#finish(what),
      failed: (error) => void this.#fail(error),
    }
  }

  /** The supervisor itself has failed: a fault in here, and nobody is left to repair anything. */
  supervisorFailed(error: Error): void {
    void this.#fail(error)
  }

  /** What the fault lab may do. */
  get victims(): Victims {
    return {
      kill: (agent) => this.#supervisor?.tell('kill', agent),
      fail: (agent, error) => this.#supervisor?.tell('fail', { agent, error }),
      later: (delayMs, act) => void setTimeout(act, delayMs),
      stepMs: () => this.#monitor?.stepMs ?? pollMs,
    }
  }

  /** Opens the run. Rejects with what an agent failed with on its way to its seat. */
  async begin(
    ref: SupervisorRef,
    requireFired: (() => void) | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Run> {
    const { prepared, options, arena, loader, directory, events, system } = this.#ensemble
    this.#supervisor = ref
    this.#requireFired = requireFired
    // Until the run is handed out, failures are this call's to throw.
    this.#done.catch(() => {})
    await unlessAborted(
      Promise.race([
        Promise.all([ref.ask('begin', undefined, { timeoutMs: beginMs }), this.#checkpoints.start(system)]),
        this.#done,
      ]),
      signal,
    )
    const { plan, built } = prepared
    events.listen((event) => this.#writeDown(event))
    this.#view = await ref.ask('agents', undefined, { timeoutMs: askMs })
    this.#emit({
      event: 'started',
      run: directory.name,
      task: prepared.name,
      agents: this.#view.slice(0, plan.agents).map(({ agent, device }) => ({ id: agent, device })),
      spares: plan.spares,
      surplus: plan.surplus,
      hosts: 1,
      shards: plan.shards,
      batch: plan.batch,
      steps: plan.steps,
      parameters: [...built.trained.values()].reduce((sum, { numel }) => sum + numel, 0),
      seed: options.seed,
      exact: options.exact,
      resumed: this.#checkpoints.from,
    })
    this.#checkpoints.announce()
    this.#monitor = new Monitor(prepared, arena, (event) => this.#emit(event))
    this.#timer = setInterval(() => this.#poll(), pollMs)
    void loader.failed.then((error) => this.#fail(error))
    if (signal?.aborted) this.#stop()
    signal?.addEventListener('abort', () => this.#stop(), { once: true })
    return new Run(directory.path, this.#done, events, this.#controls)
  }

  get #controls(): Controls {
    const ask = <T>(run: (ref: SupervisorRef) => Promise<T>) => run(this.#supervisor!)
    return {
      agents: () => {
        const published = this.#ensemble.arena.ledger.published()
        return this.#view.map((view) => ({ ...view, shards: published[view.agent] ?? 0 }))
      },
      kill: (agent) => ask((ref) => ref.ask('kill', agent, { timeoutMs: askMs })),
      spawnAgent: () => this.#spawnAgent(),
      stopAgent: (agent) => this.#stopAgent(agent),
      resize: (agents) => this.#resize(agents),
      stop: () => this.#stop(),
      fail: (error) => void this.#fail(error),
    }
  }

  /** An event that cannot be written down is told all the same, and a full disk ends no run: it is said once. */
  #writeDown(event: RunEvent): void {
    try {
      this.#ensemble.directory.append(event)
    } catch (error) {
      if (this.#mute) return
      this.#mute = true
      const { code, message } = error as TroupeError
      queueMicrotask(() => this.#emit({ event: 'warning', code, message }))
    }
  }

  async #spawnAgent(): Promise<number> {
    const id = await this.#supervisor!.ask('spawnAgent', undefined, { timeoutMs: askMs })
    if (id === null) throw new NoWorkError(this.#ensemble.prepared.plan.shards)
    this.#look()
    return id
  }

  async #stopAgent(agent: number): Promise<boolean> {
    const stops = await this.#supervisor!.ask('stopAgent', agent, { timeoutMs: askMs })
    this.#look()
    return stops
  }

  async #resize(agents: number): Promise<void> {
    const { shards } = this.#ensemble.prepared.plan
    if (!(agents >= 1 && agents <= shards)) throw new NoWorkError(shards)
    const view = await this.#supervisor!.ask('agents', undefined, { timeoutMs: askMs })
    const there = view.filter(({ state }) => state !== 'retired' && state !== 'leaving')
    for (let n = there.length; n < agents; n++) await this.#spawnAgent()
    for (const { agent } of there.slice(agents).reverse()) await this.#stopAgent(agent)
  }

  #emit(event: RunEvent): void {
    this.#ensemble.events.emit(event)
  }

  #poll(): void {
    if (this.#ending) return
    try {
      this.#monitor!.poll()
    } catch (error) {
      // An event that cannot be written down: nobody else would hear of it here.
      void this.#fail(error as Error)
      return
    }
    const { arena, stall } = this.#ensemble
    const still = stall.look(this.#monitor!.progress)
    if (still > 0) {
      void this.#fail(new StalledError(arena.ledger.round().step, still, stall.limitMs))
      return
    }
    if (this.#stopping && this.#patience.look(this.#monitor!.progress) > 0 && this.#undecided) {
      void this.#finish(undefined, true)
      return
    }
    this.#supervisor!.tell('settle')
    this.#look()
  }

  #look(): void {
    this.#supervisor!.ask('agents', undefined, { timeoutMs: askMs }).then(
      (view) => {
        this.#view = view
      },
      // The run has just ended: the view stays as it was.
      () => {},
    )
  }

  #stop(): void {
    if (this.#stopping || this.#ending) return
    this.#stopping = true
    const { ledger } = this.#ensemble.arena
    // The step that is being worked on is finished: an agent may have begun it already.
    ledger.stopAt(Math.min(ledger.round().step + 1, this.#ensemble.prepared.plan.steps))
  }

  /** Nothing of the running step is applied before its decision: until then its parameters are those of its border. */
  get #undecided(): boolean {
    return this.#ensemble.arena.ledger.decision() === undefined
  }

  /** @param midway the running step is given up */
  async #finish(what: string | undefined, midway = false): Promise<void> {
    if (this.#ending) return
    const { prepared, arena, directory } = this.#ensemble
    const { ledger } = arena
    const { kept, verdict } = this.#monitor!.close()
    if (verdict === 'fail') {
      return this.#fail(new NonFiniteError(ledger.round().step, what ?? 'the loss or the gradient'))
    }
    this.#ending = true
    try {
      await this.dismantle()
      // Only now does the round stand still: one agent may have begun a last step before it was told to stop.
      const { step } = ledger.round()
      // It moved after all, and was caught while it changed parameters.
      if (midway && !this.#undecided) throw new StalledError(step, patienceMs, patienceMs)
      const stopped = this.#stopping && verdict === undefined && step < prepared.plan.steps
      if (!stopped) this.#requireFired?.()
      else await this.#checkpoints.last(step)
      const { model, parametersSha256, stateSha256 } = takeOutcome(
        prepared,
        this.#ensemble.checkpoints.plan.form,
        arena,
        step,
        kept === 'best',
      )
      save(directory.file('model.safetensors'), model, { task: prepared.name, parametersSha256 })
      const { loss, evaluation, best } = this.#monitor!
      const result: RunResult = {
        status: stopped ? 'stopped' : 'finished',
        steps: step,
        loss,
        evaluation: best ?? evaluation,
        parametersSha256,
        stateSha256,
        ...this.#monitor!.summary(),
        incidents: this.#incidents,
        runDirectory: directory.path,
        model,
      }
      const { model: _, status, incidents, ...figures } = result
      this.#last(
        stopped
          ? { event: 'stopped', step, resume: this.#checkpoints.resume, runDirectory: directory.path }
          : { event: 'finished', ...figures, incidents: incidents.length },
        status,
      )
      this.#resolve(result)
    } catch (error) {
      this.#reject(this.#failed(error as Error))
    }
  }

  async #fail(error: Error): Promise<void> {
    if (this.#ending) return
    this.#ending = true
    this.#monitor?.poll()
    const ended = await this.dismantle().then(
      () => true,
      () => false,
    )
    if (ended && !(error instanceof NonFiniteError)) await this.#rescue()
    this.#reject(this.#failed(error))
  }

  /** What is committed is kept, also when nobody is left to finish the step that was being applied. */
  async #rescue(): Promise<void> {
    const { arena, options } = this.#ensemble
    // Nothing was done yet: there is nothing to keep either.
    if (this.#monitor === undefined || arena.ledger.round().step === arena.shared.options.firstStep) return
    if (settleStep(arena, options.threads)) await this.#checkpoints.last(arena.ledger.round().step)
  }

  #failed(error: Error): Error {
    const { code = 'ERR_UNEXPECTED' } = error as Partial<TroupeError>
    const cause = error.cause instanceof Error ? error.cause.message.split('\n', 1)[0]! : null
    const { resume } = this.#checkpoints
    try {
      this.#last(
        { event: 'failed', code, message: error.message.split('\n', 1)[0]!, cause, resume },
        'failed',
      )
    } catch {
      // The directory cannot be written: the error itself says more than that.
    }
    return error
  }

  #last(event: RunEvent, status: RunRecord['status']): void {
    const { directory } = this.#ensemble
    writeRecord(directory.path, { ...this.#record, status, result: { ...event } })
    this.#emit(event)
    directory.close()
  }

  /** Ends threads and workers. Waits in native code end first, by the abort word; then nobody hangs. */
  async dismantle(): Promise<void> {
    const { arena, loader, system } = this.#ensemble
    clearInterval(this.#timer)
    // Before the run is open the supervisor waits for its agents' seats, and would not answer.
    let hung: readonly Life[] = []
    if (this.#monitor !== undefined)
      hung = (await this.#supervisor?.ask('end', undefined, { timeoutMs: askMs }).catch(() => [])) ?? []
    arena.ledger.abort()
    // Its thread ends with the system: what it is writing first.
    await this.#checkpoints.drain()
    const stop = system.stop(hung.length > 0 ? { killMs: hungMs } : {})
    const ends = await Promise.allSettled([stop, loader.close()])
    for (const end of ends) {
      if (end.status === 'fulfilled') continue
      if (hung.length === 0 || !(end.reason instanceof KillTimeoutError)) throw end.reason
      this.#abandon(hung)
    }
  }

  /** Threads are left behind that may still write into their slots one day. */
  #abandon(hung: readonly Life[]): void {
    abandon(this.#ensemble)
    const who = hung.map(({ agent, incarnation }) => `agent ${agent} (life ${incarnation})`).join(', ')
    this.#emit({
      event: 'warning',
      code: 'ERR_AGENT_ABANDONED',
      message: `${who} still hangs in native code: this process will not end by itself. The command line ends it; in a program, call exitNow() when you are done.`,
    })
  }
}

function startRecord({ prepared, options }: Ensemble): RunRecord {
  const { source, name, identity } = prepared
  const { url, path, sha256, inputs } = source
  const bundle =
    url.startsWith('file:') && path !== source.name ? url.slice(url.lastIndexOf('/') + 1) : undefined
  return {
    version: recordVersion,
    task: {
      name,
      path,
      sha256,
      inputs: [...inputs],
      ...(bundle === undefined ? {} : { bundle: decodeURIComponent(bundle) }),
    },
    status: 'running',
    startedAt: new Date().toISOString(),
    identity,
    options,
  }
}

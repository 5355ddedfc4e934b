import { lacksSpace, type TroupeError } from '../errors.js'
import type { Victims } from '../faults/lab/index.js'
import { DiskFullError, RunDirectoryGoneError } from '../observe/index.js'
import { type RunReports, StalledError, StallWatch, unlessAborted } from '../supervision/index.js'
import { NonFiniteError } from '../training/errors.js'
import { Monitor } from '../training/monitor.js'
import { evaluationDue } from '../training/session.js'
import { settleStep } from '../training/settle.js'
import { Agents, type SupervisorRef } from './agents.js'
import { Checkpointing } from './checkpointing.js'
import { Chronicle } from './chronicle.js'
import { dismantle } from './dismantle.js'
import type { Ensemble } from './ensemble.js'
import { takeResult } from './result.js'
import { type Controls, Run, type RunResult } from './run.js'

/** How often the ledger is looked at: the rate that step events are promised at. */
const pollMs = 100
/** How long a stop waits for the running step while nothing moves: an agent or a data worker hangs. */
const patienceMs = 3_000

/** Leads a run from its first step to its last event, and decides how it ends. */
export class Conductor {
  readonly #ensemble: Ensemble
  readonly #chronicle: Chronicle
  readonly #checkpoints: Checkpointing
  #agents: Agents | undefined
  #monitor: Monitor | undefined
  #timer: NodeJS.Timeout | undefined
  #stopping = false
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
    this.#chronicle = new Chronicle(ensemble)
    this.#checkpoints = new Checkpointing(ensemble.checkpoints, (event) => this.#chronicle.emit(event))
  }

  /** What the supervisor reports. */
  get reports(): RunReports {
    const chronicle = this.#chronicle
    return {
      admitted: (reference) => chronicle.admitted(reference),
      incident: (incident) => chronicle.incident(incident),
      rebalanced: (step, shards) => chronicle.emit({ event: 'rebalanced', step, shards }),
      warning: (code, message) => chronicle.warn(code, message),
      finished: (what) => void this.#finish(what),
      failed: (error, tellLost) => void this.#fail(error, tellLost),
    }
  }

  /** The supervisor itself has failed: a fault in here, and nobody is left to repair anything. */
  supervisorFailed(error: Error): void {
    void this.#fail(error)
  }

  /** What the fault lab may do. */
  get victims(): Victims {
    return {
      kill: (agent) => this.#agents?.strike.kill(agent),
      fail: (agent, error) => this.#agents?.strike.fail(agent, error),
      later: (delayMs, act) => void setTimeout(act, delayMs),
      stepMs: () => this.#monitor?.stepMs ?? pollMs,
    }
  }

  /** Opens the run. Rejects with what an agent failed with on its way to its seat. */
  async begin(
    supervisor: SupervisorRef,
    requireFired: (() => void) | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Run> {
    const { prepared, arena, loader, directory, events, system } = this.#ensemble
    const agents = new Agents(supervisor, prepared.plan.shards)
    this.#agents = agents
    this.#requireFired = requireFired
    // Until the run is handed out, failures are this call's to throw.
    this.#done.catch(() => {})
    await unlessAborted(
      Promise.race([Promise.all([agents.begin(), this.#checkpoints.start(system)]), this.#done]),
      signal,
    )
    this.#checkpoints.keepInMemory()
    this.#chronicle.open()
    this.#chronicle.started(await agents.look(), this.#checkpoints.from)
    this.#checkpoints.announce()
    // It counts from what the run begins with: nobody may compute before it has looked.
    this.#monitor = new Monitor(prepared, arena, (event) => this.#chronicle.emit(event))
    agents.open()
    this.#timer = setInterval(() => this.#poll(), pollMs)
    void loader.failed.then((error) => this.#fail(error))
    this.#stopWith(signal)
    return new Run(directory.path, this.#done, events, this.#controls(agents))
  }

  /** A signal may outlive many runs: it holds on to none that is over. */
  #stopWith(signal: AbortSignal | undefined): void {
    if (signal === undefined) return
    const stop = () => this.#stop()
    const release = () => signal.removeEventListener('abort', stop)
    signal.addEventListener('abort', stop, { once: true })
    this.#done.then(release, release)
    if (signal.aborted) stop()
  }

  #controls(agents: Agents): Controls {
    return {
      agents: () => {
        const published = this.#ensemble.arena.ledger.published()
        return agents.view.map((view) => ({ ...view, shards: published[view.agent] ?? 0 }))
      },
      kill: (agent) => agents.kill(agent),
      spawnAgent: () => agents.spawnAgent(),
      stopAgent: (agent) => agents.stopAgent(agent),
      resize: (count) => agents.resize(count),
      stop: () => this.#stop(),
      fail: (error) => void this.#fail(error),
    }
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
    const { progress } = this.#monitor!
    const still = stall.look(progress)
    if (still > 0) {
      void this.#fail(new StalledError(arena.ledger.round().step, still, stall.limitMs))
      return
    }
    if (this.#stopping && this.#patience.look(progress) > 0 && this.#undecided) {
      void this.#finish()
      return
    }
    this.#agents!.settle()
    const kept = this.#checkpoints.memory
    if (kept !== null) this.#ensemble.saved?.(kept.step)
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

  async #finish(what?: string): Promise<void> {
    if (this.#ending) return
    this.#ending = true
    const { arena, directory, options } = this.#ensemble
    const { ledger } = arena
    try {
      this.#monitor!.poll()
      await this.dismantle()
      // Only now does the round stand still: an agent may have begun one more step before it was told to stop, and
      // have been interrupted between its decision and its commit.
      if (this.#stopping && !settleStep(arena, options.threads))
        throw new StalledError(ledger.round().step, patienceMs, patienceMs)
      const { step } = ledger.round()
      const { kept, verdict } = this.#monitor!.close()
      if (verdict === 'fail') throw new NonFiniteError(step, what ?? 'the loss or the gradient')
      if (directory.gone) throw new RunDirectoryGoneError(directory.path)
      const stopped = this.#stopping && verdict === undefined && this.#hasMore(step)
      if (!stopped) this.#requireFired?.()
      else await this.#checkpoints.last(step)
      const result = takeResult(this.#ensemble, this.#monitor!, this.#chronicle.incidents, {
        status: stopped ? 'stopped' : 'finished',
        step,
        best: kept === 'best',
      })
      const { model: _, status, incidents, ...figures } = result
      this.#chronicle.close(
        stopped
          ? { event: 'stopped', step, resume: this.#checkpoints.resume, runDirectory: directory.path }
          : { event: 'finished', ...figures, incidents: incidents.length },
        status,
      )
      this.#resolve(result)
    } catch (error) {
      const full = lacksSpace(error) && new DiskFullError(directory.path, this.#resume, error)
      this.#reject(this.#failed(full || (error as Error)))
    }
  }

  /** Whether something is left to do after `step` commits: after the last one, its evaluation. */
  #hasMore(step: number): boolean {
    const { prepared, arena } = this.#ensemble
    return step < prepared.plan.steps || evaluationDue(arena.shared.options, step)
  }

  /** @param tellLost tells the incidents that are still open, when it is known whether their step was applied */
  async #fail(error: Error, tellLost = () => {}): Promise<void> {
    if (this.#ending) return
    this.#ending = true
    this.#monitor?.poll()
    const ended = await this.dismantle().then(
      () => true,
      () => false,
    )
    if (ended && !(error instanceof NonFiniteError)) await this.#rescue()
    tellLost()
    this.#reject(this.#failed(error))
  }

  /** What is committed is kept, also when nobody is left to finish the step that was being applied. */
  async #rescue(): Promise<void> {
    const { arena, directory, options } = this.#ensemble
    // Nothing was done yet: there is nothing to keep either.
    if (this.#monitor === undefined || arena.ledger.round().step === arena.shared.options.firstStep) return
    if (directory.gone) return
    if (settleStep(arena, options.threads)) await this.#checkpoints.last(arena.ledger.round().step)
  }

  /** The directory to go on from, should the run end now. */
  get #resume(): string | null {
    return this.#ensemble.directory.gone ? null : this.#checkpoints.resume
  }

  #failed(error: Error): Error {
    const { code = 'ERR_UNEXPECTED' } = error as Partial<TroupeError>
    const cause = error.cause instanceof Error ? error.cause.message.split('\n', 1)[0]! : null
    this.#chronicle.close(
      { event: 'failed', code, message: error.message.split('\n', 1)[0]!, cause, resume: this.#resume },
      'failed',
    )
    return error
  }

  /** Ends threads and workers, in the right order. */
  async dismantle(): Promise<void> {
    clearInterval(this.#timer)
    // Before the run is open the supervisor waits for its agents' seats, and would not answer.
    const hung = this.#monitor === undefined ? [] : await this.#agents!.end()
    if (!(await dismantle(this.#ensemble, this.#checkpoints, hung))) return
    const who = hung.map(({ agent, incarnation }) => `agent ${agent} (life ${incarnation})`).join(', ')
    this.#chronicle.warn(
      'ERR_AGENT_ABANDONED',
      `${who} still hangs and cannot be ended: this process will not end by itself. The command line ends it; in a program, call exitNow() when you are done.`,
    )
  }
}

import type { EventStream, Incident, RunEvent, TimeBreakdown } from '../observe/index.js'
import type { AgentView } from '../supervision/index.js'
import type { AnyModule } from '../training/task.js'

/** What `run.done` resolves to. */
export interface RunResult {
  /** `stopped` after `stop()` or an aborted signal: the figures are those of the steps that were done. */
  readonly status: 'finished' | 'stopped'
  readonly steps: number
  /** Mean loss over the batch of the last step; NaN before the first. */
  readonly loss: number
  readonly evaluation: Readonly<Record<string, number>> | null
  readonly parametersSha256: string
  readonly stateSha256: string
  /** Shards that each agent published, by agent. */
  readonly shardsByAgent: Readonly<Record<string, number>>
  /** Shards whose computation was begun, counted where shards are computed: what exceeds steps × S was done again. */
  readonly shardsComputed: number
  /** Results of shards and chunks that came too late and were refused: of agents that were given up, or overtaken. */
  readonly refused: number
  /** Shards that were computed a second time, to be compared; 0 without `redundancy`. */
  readonly shardsChecked: number
  readonly seconds: number
  readonly samplesPerSecond: number
  readonly timeMs: TimeBreakdown
  readonly incidents: readonly Incident[]
  readonly runDirectory: string
  /** The trained module, in evaluation mode. Yours: dispose of it when you are done. */
  readonly model: AnyModule
}

/** An agent of a run. */
export interface AgentHandle extends AgentView {
  /** Shards it has published. */
  readonly shards: number
  /**
   * Terminates the agent's thread, wherever it is. The run goes on: the step commits, and the numbers do not change.
   * Resolves to false when the agent has no thread at the moment.
   */
  kill(): Promise<boolean>
}

/** What a run is operated by; made by `train()`. */
export interface Controls {
  agents(): readonly (AgentView & { readonly shards: number })[]
  kill(agent: number): Promise<boolean>
  spawnAgent(): Promise<number>
  stopAgent(agent: number): Promise<boolean>
  resize(agents: number): Promise<void>
  stop(): void
  fail(error: Error): void
}

/** A run that has started. */
export class Run {
  readonly runDirectory: string
  /**
   * Settles when the run is over and nothing of it is left: rejects with the error of the `failed` event.
   *
   * Whoever reads {@link events} need not handle it: the failure is the last of them. A program that does neither
   * gets what every failed promise gives that nobody awaits: an unhandled rejection, which ends the process.
   */
  readonly done: Promise<RunResult>
  readonly #events: EventStream
  readonly #controls: Controls

  /** @internal */
  constructor(runDirectory: string, done: Promise<RunResult>, events: EventStream, controls: Controls) {
    this.runDirectory = runDirectory
    // A promise of its own: others have looked after the one that is given.
    this.done = done.then((result) => result)
    this.#events = events
    this.#controls = controls
  }

  /** Everything that happens, from the start on; ends with `finished`, `failed` or `stopped`. */
  events(): AsyncGenerator<RunEvent, void, void> {
    this.done.catch(() => {})
    return this.#events.read()
  }

  /** The agents by id, as they are now. */
  get agents(): readonly AgentHandle[] {
    return this.#controls.agents().map((view) => ({ ...view, kill: () => this.#controls.kill(view.agent) }))
  }

  /**
   * Starts one more agent; it joins at the next step border after it is ready. The numbers do not change.
   *
   * @returns its id
   * @throws NoWorkError (`ERR_NO_WORK`) when every shard has an agent
   */
  spawnAgent(): Promise<number> {
    return this.#controls.spawnAgent()
  }

  /**
   * Lets an agent go at the next step border; the others take its shards. Nothing is computed twice, and the numbers
   * do not change. Resolves to false when the agent is gone already, just being started, or the last one.
   */
  stopAgent(agent: number): Promise<boolean> {
    return this.#controls.stopAgent(agent)
  }

  /**
   * Spawns or stops agents until there are `agents` of them.
   *
   * @throws NoWorkError (`ERR_NO_WORK`) when there are fewer shards
   */
  resize(agents: number): Promise<void> {
    return this.#controls.resize(agents)
  }

  /** Ends the run at the next step border, with the model of that step in the run directory. */
  async stop(): Promise<RunResult> {
    this.#controls.stop()
    return this.done
  }

  /** @internal Ends the run as failed: for whoever learns of a fault that the run itself cannot see. */
  fail(error: Error): void {
    this.#controls.fail(error)
  }
}

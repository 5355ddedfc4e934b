import type { Phase } from '../faults/points/index.js'

/** Milliseconds of all agents' threads together, by what they were spent on. */
export interface TimeBreakdown {
  /** Waiting for batches. */
  readonly data: number
  /** Forward and backward of shards, and evaluation batches. */
  readonly compute: number
  /** Merging and tree-summing gradients. */
  readonly sum: number
  readonly update: number
  /** Waiting for other agents. */
  readonly idle: number
}

export interface StartedEvent {
  readonly event: 'started'
  /** The run directory's name. */
  readonly run: string
  readonly task: string
  readonly agents: readonly { readonly id: number; readonly device: string }[]
  /** Agents that stand by, among them up to 8 of those of `--agents` beyond the number of shards. */
  readonly spares: number
  /** Agents that were asked for and are not started, because they could not get to work. */
  readonly surplus: number
  readonly hosts: number
  readonly shards: number
  readonly batch: number
  /** Steps that the run will do. */
  readonly steps: number
  /** Trainable numbers of the model. */
  readonly parameters: number
  readonly seed: number
  readonly exact: boolean
  /** The checkpoint that the run goes on from; null for one that starts with step 0. */
  readonly resumed: { readonly step: number; readonly path: string } | null
}

/** At most ten a second; the last step always. */
export interface StepEvent {
  readonly event: 'step'
  /** Committed steps: 1 after the first. */
  readonly step: number
  /** Mean loss over the batch of the last of them. */
  readonly loss: number
  readonly samplesPerSecond: number
  /** Mean duration of the steps since the last such event. */
  readonly stepMs: number
  /** Mean waiting per step and agent since the last such event. */
  readonly waitMs: { readonly data: number; readonly sum: number; readonly others: number }
  /** Per step since the last such event, all agents together. */
  readonly timeMs: TimeBreakdown
}

/** The task's own metrics stand beside `step`: the number of commits of the parameters that were evaluated. */
export interface EvaluatedEvent {
  readonly event: 'evaluated'
  readonly step: number
  readonly [metric: string]: number | string
}

/** Where an agent was at the moment in which one of them was fenced. */
export interface AgentSight {
  readonly agent: number
  readonly incarnation: number
  /** Null between two phases. */
  readonly phase: Phase | null
  readonly shard: number | null
  /** The native call it was in; null in JavaScript. */
  readonly call: string | null
  /** How long its counters had stood still, in milliseconds. */
  readonly stillMs: number
  /**
   * The JavaScript stack of the one that was fenced, the innermost frame first, each as `function (file:line:column)`;
   * at most 16. Null for the others, and where none could be had: in native code there is none.
   */
  readonly stack: readonly string[] | null
}

/** What every incident leaves behind. Times in milliseconds. */
export interface Incident {
  readonly id: number
  readonly cause: string
  /** Null where no agent is to blame: a loss that is not finite wherever it is computed. */
  readonly agent: number | null
  readonly incarnation: number | null
  /** Set when the run's whole process had the incident, and not an agent; `incarnation` then counts processes. */
  readonly host?: number
  /** The step being worked on when it happened, from 0. */
  readonly step: number
  readonly attempt: number
  /** Where in the step the agent was, as far as its ledger row says; null between two phases. */
  readonly phase: Phase | null
  /** Host membership; null on one host. */
  readonly generation: number | null
  /** From the death to the supervisor's knowledge of it. */
  readonly detectMs: number
  /** Retiring the incarnation in the ledger. */
  readonly fenceMs: number
  /** Waking the others to its work, and asking for a replacement. */
  readonly reassignMs: number
  /** From there until the step it disturbed was committed. */
  readonly recomputeMs: number
  readonly totalMs: number
  /** Shards computed more than once in that step, counted by the addon where shards are computed. */
  readonly recomputedShards: number
  readonly recomputedSteps: number
  /** Steps and samples that the schedule had and that were never applied. */
  readonly lostSteps: number
  readonly lostSamples: number
  /** After a hang: where each agent was; null after anything else. */
  readonly agents: readonly AgentSight[] | null
}

export interface IncidentEvent extends Incident {
  readonly event: 'incident'
}

export interface RebalancedEvent {
  readonly event: 'rebalanced'
  readonly step: number
  /** Shards that each agent is given from this step on, by agent. */
  readonly shards: Readonly<Record<string, number>>
}

/** A checkpoint is on the disk: whatever happens from here on, the run can go on from it. */
export interface CheckpointEvent {
  readonly event: 'checkpoint'
  /** Commits that its state has behind it. */
  readonly step: number
  readonly path: string
}

/** Something went wrong that does not end the run: a checkpoint that could not be written, or was passed over. */
export interface WarningEvent {
  readonly event: 'warning'
  readonly code: string
  readonly message: string
}

/** Always last on success. */
export interface FinishedEvent {
  readonly event: 'finished'
  readonly steps: number
  readonly loss: number
  /** Metrics of the final evaluation (of the kept parameters with keepBest); null for a task without one. */
  readonly evaluation: Readonly<Record<string, number>> | null
  /** Shards that each agent published, by agent. */
  readonly shardsByAgent: Readonly<Record<string, number>>
  /** Shards begun, counted where they are computed; above steps × S where some were computed again. */
  readonly shardsComputed: number
  /** Results of shards and chunks that came too late and were refused: of agents that were given up, or overtaken. */
  readonly refused: number
  /** Shards that were computed a second time, to be compared; 0 without `redundancy`. */
  readonly shardsChecked: number
  readonly seconds: number
  readonly samplesPerSecond: number
  readonly timeMs: TimeBreakdown
  readonly parametersSha256: string
  readonly stateSha256: string
  /** Number of incidents. */
  readonly incidents: number
  readonly runDirectory: string
}

/** Always last on failure. */
export interface FailedEvent {
  readonly event: 'failed'
  readonly code: string
  readonly message: string
  readonly cause: string | null
  /** Directory to resume from; null when no checkpoint was written. */
  readonly resume: string | null
}

/** Always last on Ctrl-C, SIGTERM, `stop()` and an aborted signal. */
export interface StoppedEvent {
  readonly event: 'stopped'
  /** Committed steps; the model of that step is in the run directory. */
  readonly step: number
  /** Directory to resume from; null when no checkpoint could be written. */
  readonly resume: string | null
  /** Null for a run that was stopped before it had started: it leaves nothing behind. */
  readonly runDirectory: string | null
}

export type RunEvent =
  | StartedEvent
  | StepEvent
  | EvaluatedEvent
  | IncidentEvent
  | RebalancedEvent
  | CheckpointEvent
  | WarningEvent
  | FinishedEvent
  | FailedEvent
  | StoppedEvent

/** True for the event that ends every run's stream. */
export function isLast(event: RunEvent): boolean {
  return event.event === 'finished' || event.event === 'failed' || event.event === 'stopped'
}

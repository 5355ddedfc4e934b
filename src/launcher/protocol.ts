import type { FinishedEvent, Incident, RunEvent } from '../observe/index.js'
import type { EarlierDeath } from '../supervision/index.js'
import type { TaskSource } from '../training/bundle.js'
import type { TrainOptions } from '../training/options.js'
import type { ErrorRecord } from '../transport/error-record.js'
import type { StateMeaning } from './rescue.js'

/** Where a run lives on disk. */
export interface RunPlace {
  readonly path: string
  /** What a run that never started leaves there: `all` for somebody's run that was to go on, else what was there. */
  readonly leaves: 'nothing' | 'others' | 'all'
  /** What it goes on from, as it was found by the first process. */
  readonly resume: string | undefined
}

/** What the processes of a run that have ended pass on to the next one. */
export interface Past {
  /** The life that begins: 1 for a run's first process. */
  readonly life: number
  readonly place: RunPlace | null
  /** The task as it was made importable, and the names of its metrics: neither is found out twice. */
  readonly source: TaskSource | null
  readonly metrics: readonly string[] | null
  /** Whether `started` was told. */
  readonly started: boolean
  /** Whether the run directory has a checkpoint of this run. */
  readonly saved: boolean
  /** Whether it was told what the states in memory mean. */
  readonly described: boolean
  /** Agents that are to be there, spares included, where that was changed while it ran. */
  readonly crew: number | null
  /** Incidents that were told. */
  readonly incidents: readonly Incident[]
  /** Deaths whose steps are not committed again yet. */
  readonly deaths: readonly EarlierDeath[]
  /** Faults that have happened, by their place in the plan. */
  readonly happened: readonly number[]
}

/** What a run's process is started with. */
export interface HostOrder {
  readonly task: string
  readonly options: TrainOptions
  readonly stallMs: number | undefined
  readonly past: Past
}

/** What a run may be asked while it runs; see `Controls` of src/run.ts. */
export type Call =
  | { readonly method: 'kill' | 'stopAgent' | 'resize'; readonly argument: number }
  | { readonly method: 'spawnAgent'; readonly argument: null }

/** From the launcher to the process of the run. */
export type Order =
  | { readonly kind: 'start'; readonly order: HostOrder }
  | { readonly kind: 'stop' }
  | { readonly kind: 'fail'; readonly error: ErrorRecord }
  | ({ readonly kind: 'call'; readonly id: number } & Call)

/** An agent as `run.agents` shows it. */
export interface AgentFigures {
  readonly agent: number
  readonly incarnation: number
  readonly device: string
  readonly state: 'starting' | 'running' | 'restarting' | 'leaving' | 'retired'
  readonly shards: number
}

/** A run's result without its model, which does not leave its process. */
export interface RunFigures extends Omit<FinishedEvent, 'event' | 'incidents'> {
  readonly status: 'finished' | 'stopped'
  readonly incidents: readonly Incident[]
}

/** From the process of the run to the launcher. */
export type News =
  | { readonly kind: 'placed'; readonly place: RunPlace }
  | { readonly kind: 'prepared'; readonly source: TaskSource; readonly metrics: readonly string[] }
  /** Told once: what a launcher needs to write down what its memory file has. */
  | { readonly kind: 'described'; readonly meaning: StateMeaning }
  /** It trains. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** A sign of life. */
  | { readonly kind: 'beat'; readonly agents: readonly AgentFigures[]; readonly happened: readonly number[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: ErrorRecord }
  /** It asks to be ended and started again: for a fault, or because of what hangs in it. `cause` null: a plain kill. */
  | { readonly kind: 'end'; readonly cause: string | null; readonly happened: readonly number[] }
  | { readonly kind: 'done'; readonly event: RunEvent; readonly result: RunFigures }
  /** `event` is null where the run could not tell it any more. */
  | { readonly kind: 'failed'; readonly event: RunEvent | null; readonly error: ErrorRecord }
  /** It could not be started: nothing has been computed. */
  | { readonly kind: 'refused'; readonly error: ErrorRecord }

/** News that end a run: nothing follows. */
export type LastNews = Extract<News, { kind: 'done' | 'failed' | 'refused' }>

export function isLastNews(news: News): news is LastNews {
  return news.kind === 'done' || news.kind === 'failed' || news.kind === 'refused'
}

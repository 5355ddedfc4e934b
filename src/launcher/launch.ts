import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { EventStream, type RunEvent } from '../observe/index.js'
import { MemoryFile } from '../state/memory/file.js'
import { RunAbortedError } from '../training/errors.js'
import type { TrainOptions } from '../training/options.js'
import { decodeError, encodeError } from '../transport/error-record.js'
import { Calls } from './calls.js'
import { crewAfter } from './crew.js'
import { ProcessLostError, StopOverdueError } from './errors.js'
import { type Ending, RunProcess } from './process.js'
import type { AgentFigures, Call, LastNews, News, Past, RunFigures } from './protocol.js'
import type { StateMeaning } from './rescue.js'
import { firstLife, lostIncident, Restarts } from './restarts.js'

/** `restarts` where nothing is given, as in the options' schema. */
const defaultRestarts = 5
const defaultSilentMs = 600_000
/** How long a run may take to stop: the running step is given up after 3 s, a checkpoint under way after 60 s. */
const stopMs = 120_000
/** The same before it trains, when there is nothing to keep. */
const stopEarlyMs = 500

export interface LaunchOptions {
  /** A built-in name, a path or a file URL. */
  readonly task: string
  readonly options: TrainOptions
  /** Aborting it stops the run at the next step border. */
  readonly signal?: AbortSignal | undefined
  readonly stallMs?: number | undefined
  /** Where the process prints what the task prints. */
  readonly print: 'stdout' | 'stderr'
}

/**
 * A run in a process of its own, through all lives of that process. Nothing here loads libtorch: what watches is
 * small and has nothing that could crash.
 *
 * The process is started again when it dies, with the same options, and goes on from the newest checkpoint in memory
 * or on disk, else from step 0. What the run tells comes through as one stream.
 */
export class Launch {
  readonly events = new EventStream()
  /** Settles when the run is over and its process has ended. */
  readonly done: Promise<RunFigures>
  readonly #calls: Calls
  readonly #options: LaunchOptions
  readonly #where = { cwd: process.cwd(), env: { ...process.env } }
  readonly #restarts: Restarts
  /** Has the newest state of the run, whatever becomes of its process. */
  readonly #memory = MemoryFile.create()
  /** What that means, once it is known. */
  #meaning: StateMeaning | undefined
  #process: RunProcess | undefined
  #past: Past = firstLife
  #agents: readonly AgentFigures[] = []
  /** Commits that were heard of, in this life and in any. */
  #step = 0
  #furthest = 0
  #batch = 0
  /** Agents that the process began with, spares included. */
  #crew = 0
  #stopping = false
  #overdue: NodeJS.Timeout | undefined
  #given: Error | undefined
  #opened!: () => void

  /** Resolves when the run trains. Rejects with what is wrong with task, data or options. */
  static async start(options: LaunchOptions): Promise<Launch> {
    if (options.signal?.aborted) throw new RunAbortedError(options.signal.reason)
    const launch = new Launch(options)
    await Promise.race([launch.#open, launch.done])
    return launch
  }

  readonly #open = new Promise<void>((resolve) => {
    this.#opened = resolve
  })

  private constructor(options: LaunchOptions) {
    this.#options = options
    const { restarts } = options.options
    // A wrong value is the process's to name.
    this.#restarts = new Restarts(Number.isInteger(restarts) ? restarts! : defaultRestarts)
    this.#calls = new Calls((order) => this.#process?.send(order) ?? false)
    const stop = () => this.stop()
    options.signal?.addEventListener('abort', stop, { once: true })
    // A signal may outlive many runs: it holds on to none that is over.
    this.done = this.#live().finally(() => options.signal?.removeEventListener('abort', stop))
    // Whoever looks at `done` gets its failure; until the run is handed out nobody can.
    this.done.catch(() => {})
  }

  get agents(): readonly AgentFigures[] {
    return this.#agents
  }

  get runDirectory(): string | null {
    return this.#past.place?.path ?? null
  }

  /** The directory to resume the run from, should it end now; null before its first checkpoint. */
  get resume(): string | null {
    return this.#past.saved ? this.runDirectory : null
  }

  /**
   * Asks the run's process, and keeps in mind how many agents there are to be from then on: should it die, the next one
   * begins with as many.
   *
   * @throws ProcessGoneError (`ERR_PROCESS_GONE`), and what the run answers with
   */
  async ask(call: Call): Promise<unknown> {
    const value = await this.#calls.ask(call)
    const { crew } = this.#past
    this.#past = { ...this.#past, crew: crewAfter(call, value, crew ?? this.#crew) ?? crew }
    return value
  }

  /** Ends the run at the next step border. One that does not get there in time is ended all the same. */
  stop(): void {
    if (this.#stopping) return
    this.#stopping = true
    this.#process?.send({ kind: 'stop' })
    const boundMs = this.#past.started ? stopMs : stopEarlyMs
    this.#overdue = setTimeout(() => {
      this.#given ??= this.#past.started ? new StopOverdueError(boundMs) : this.#aborted()
      this.kill()
    }, boundMs)
  }

  /** Ends the run as failed. */
  fail(error: Error): void {
    this.#process?.send({ kind: 'fail', error: encodeError(error) })
  }

  /** Ends the process at once; it is started again, unless the run is to end. */
  kill(): void {
    this.#process?.end()
  }

  async #live(): Promise<RunFigures> {
    try {
      for (;;) {
        const ending = await this.#once()
        this.#calls.gone()
        if (ending.kind === 'last') return await this.#over(ending.news)
        const delayMs = await this.#died(ending)
        if (delayMs > 0) await delay(delayMs)
      }
    } finally {
      clearTimeout(this.#overdue)
      this.#process = undefined
      this.#calls.close()
      this.#memory.close()
    }
  }

  /** One life of the process. */
  #once(): Promise<Ending> {
    const { task, stallMs, print } = this.#options
    this.#process = new RunProcess(
      { ...this.#where, print, memory: this.#memory.fd, silentMs: stallMs ?? defaultSilentMs },
      (news) => this.#hear(news),
    )
    const order = {
      task,
      stallMs,
      past: this.#past,
      options: this.#nextOptions(),
    }
    this.#process.send({ kind: 'start', order })
    if (this.#stopping) this.#process.send({ kind: 'stop' })
    return this.#process.ended
  }

  /** What was asked for, and later where it got to. */
  #nextOptions(): TrainOptions {
    const { options } = this.#options
    const { place, saved } = this.#past
    if (place === null) return options
    const { path, resume } = place
    const own = existsSync(join(path, 'run.json')) ? path : undefined
    return { ...options, run: path, resume: saved ? path : (resume ?? own) }
  }

  #hear(news: News): void {
    switch (news.kind) {
      case 'placed':
        this.#past = { ...this.#past, place: news.place }
        break
      case 'prepared':
        this.#past = { ...this.#past, source: news.source, metrics: news.metrics }
        break
      case 'described':
        this.#meaning = news.meaning
        this.#past = { ...this.#past, described: true }
        break
      case 'opened':
        this.#opened()
        break
      case 'event':
        this.#event(news.event)
        break
      case 'beat':
        this.#agents = news.agents
        this.#past = { ...this.#past, happened: news.happened }
        break
      case 'answer':
        this.#calls.answered(news)
        break
      case 'end':
        this.#past = { ...this.#past, happened: news.happened }
        this.#process!.end(news.cause ?? undefined)
    }
  }

  #event(event: RunEvent): void {
    if (event.event === 'step') this.#reached(event.step)
    if (event.event === 'checkpoint') this.#past = { ...this.#past, saved: true }
    if (event.event === 'started') {
      this.#batch = event.batch
      this.#crew = event.agents.length + event.spares
      this.#step = event.resumed?.step ?? 0
      // The later processes of a run start too, which is no news: their incidents say what happened.
      if (this.#past.started) return
      this.#past = { ...this.#past, started: true }
    }
    if (event.event === 'incident') {
      const { event: _, ...incident } = event
      const deaths = this.#past.deaths.filter(
        ({ life }) => incident.host === undefined || life !== incident.incarnation,
      )
      this.#past = { ...this.#past, deaths, incidents: [...this.#past.incidents, incident] }
    }
    this.events.emit(event)
  }

  #reached(step: number): void {
    this.#step = step
    this.#furthest = Math.max(this.#furthest, step)
  }

  /** Sees to the next life: after how long it begins. Throws when there is none. */
  async #died({ cause, diedNs, silentMs }: Extract<Ending, { kind: 'died' }>): Promise<number> {
    const { started, life, deaths } = this.#past
    if (!started && this.#stopping) throw await this.#discarded(this.#given ?? this.#aborted())
    const death = { cause, life, step: this.#step, diedNs, detectMs: silentMs }
    this.#past = { ...this.#past, life: life + 1, deaths: [...deaths, death] }
    const given = this.#given
    if (given !== undefined) throw await this.#failed(() => given)
    const delayMs = this.#restarts.next(this.#furthest)
    if (delayMs !== undefined) return delayMs
    const lost = () => new ProcessLostError(cause, this.#restarts.count, this.#step, this.resume)
    throw await (started ? this.#failed(lost) : this.#discarded(lost()))
  }

  /** What the process had to say last counts, now that it has ended. */
  async #over(news: LastNews): Promise<RunFigures> {
    if (news.kind === 'done') {
      this.events.emit(news.event)
      return news.result
    }
    const error = decodeError(news.error)
    if (news.kind === 'refused') {
      if (!this.#past.started) throw this.#stopping ? this.#aborted(error) : error
      throw await this.#failed(() => error)
    }
    if (news.event === null) throw await this.#failed(() => error)
    this.events.emit(news.event)
    throw error
  }

  /**
   * The process cannot say any more that the run has failed: done here, in its directory too. What only memory has is
   * written down first, so that the error can name where to go on.
   */
  async #failed(because: () => Error): Promise<Error> {
    const rescued = await this.#rescued()
    const error = because()
    const now = Number(process.hrtime.bigint())
    const lost = this.#past.deaths.map((death, i) =>
      lostIncident(death, this.#past.incidents.length + i, this.#batch, now),
    )
    const { code = 'ERR_UNEXPECTED' } = error as { code?: string }
    const [message] = error.message.split('\n', 1)
    const events: RunEvent[] = [
      ...rescued,
      ...lost.map((incident) => ({ event: 'incident' as const, ...incident })),
      { event: 'failed', code, message: message!, cause: null, resume: this.resume },
    ]
    const { closeRun } = await import('./record.js')
    closeRun(this.runDirectory!, events)
    for (const event of events) this.events.emit(event)
    return error
  }

  async #rescued(): Promise<readonly RunEvent[]> {
    if (this.#meaning === undefined) return []
    const { rescue } = await import('./rescue.js')
    const { onDisk, events } = await rescue(this.#memory, this.#meaning)
    this.#past = { ...this.#past, saved: onDisk }
    return events
  }

  /** Nothing is left of a run that never started. */
  async #discarded(error: Error): Promise<Error> {
    const { discardRun } = await import('./record.js')
    if (this.#past.place !== null) discardRun(this.#past.place)
    return error
  }

  #aborted(cause?: Error): RunAbortedError {
    const reason = cause instanceof RunAbortedError ? undefined : cause
    return new RunAbortedError(reason ?? this.#options.signal?.reason)
  }
}

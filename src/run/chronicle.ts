import type { TroupeError } from '../errors.js'
import { RunDirectoryError } from '../observe/errors.js'
import type { EventStream, Incident, RunDirectory, RunEvent, StartedEvent } from '../observe/index.js'
import {
  endRecord,
  type ProbeDigests,
  type RunRecord,
  readDigests,
  recordVersion,
  type SharedDigests,
  writeDigests,
  writeRecord,
} from '../state/index.js'
import type { AgentView } from '../supervision/index.js'
import type { CheckedOptions } from '../training/options.js'
import type { Prepared } from '../training/prepare.js'

/** What a chronicle tells of, and where. */
export interface ChronicleGround {
  readonly prepared: Prepared
  readonly options: CheckedOptions
  readonly directory: RunDirectory
  /** Incidents that earlier processes of the run have told. */
  readonly earlier: readonly Incident[]
  readonly events: EventStream
  readonly probe: SharedDigests
}

/** Tells what happens in a run, and writes it down: events to the stream and the run directory, its record there. */
export class Chronicle {
  readonly #ground: ChronicleGround
  #record: RunRecord
  readonly #incidents: Incident[]
  #mute = false
  /** What happened before the run was announced. */
  #early: RunEvent[] | undefined = []

  constructor(ground: ChronicleGround) {
    this.#ground = ground
    this.#incidents = [...ground.earlier]
    this.#record = startRecord(ground)
    writeRecord(ground.directory.path, this.#record)
  }

  /** Events are written down from here on. */
  open(): void {
    this.#ground.events.listen((event) => this.#writeDown(event))
  }

  /** The reference of the admission probe goes into the record, and from now on into every checkpoint. */
  admitted(reference: ProbeDigests): void {
    writeDigests(this.#ground.probe, reference)
    this.#record = { ...this.#record, probe: reference }
    writeRecord(this.#ground.directory.path, this.#record)
  }

  get incidents(): readonly Incident[] {
    return this.#incidents
  }

  /** Nothing is told before the run is announced: what its agents' start brought about comes right after that. */
  emit(event: RunEvent): void {
    if (this.#early === undefined) this.#ground.events.emit(event)
    else this.#early.push(event)
  }

  /** @param resumed the checkpoint that the run goes on from */
  started(agents: readonly AgentView[], resumed: StartedEvent['resumed']): void {
    const { prepared, options, directory } = this.#ground
    const { plan, built } = prepared
    const early = this.#early ?? []
    this.#early = undefined
    this.emit({
      event: 'started',
      run: directory.name,
      task: prepared.name,
      agents: agents.slice(0, plan.agents).map(({ agent, device }) => ({ id: agent, device })),
      spares: plan.spares,
      surplus: plan.surplus,
      hosts: 1,
      shards: plan.shards,
      batch: plan.batch,
      steps: plan.steps,
      parameters: [...built.trained.values()].reduce((sum, { numel }) => sum + numel, 0),
      seed: options.seed,
      exact: options.exact,
      resumed,
    })
    for (const event of early) this.emit(event)
  }

  incident(incident: Incident): void {
    this.#incidents.push(incident)
    this.emit({ event: 'incident', ...incident })
  }

  warn(code: string, message: string): void {
    this.emit({ event: 'warning', code, message })
  }

  /** The last event of a run, which its record holds as well. A failure is told also where it cannot be recorded. */
  close(event: RunEvent, status: RunRecord['status']): void {
    const { directory } = this.#ground
    try {
      if (!directory.gone) endRecord(directory.path, { ...this.#record, status, result: { ...event } })
    } catch (error) {
      if (status !== 'failed') throw new RunDirectoryError(directory.path, error)
    }
    this.#early = undefined
    this.emit(event)
    directory.close()
  }

  /** An event that cannot be written down is told all the same, and a full disk ends no run: it is said once. */
  #writeDown(event: RunEvent): void {
    try {
      this.#ground.directory.append(event)
    } catch (error) {
      if (this.#mute) return
      this.#mute = true
      const { code, message } = error as TroupeError
      queueMicrotask(() => this.warn(code, message))
    }
  }
}

function startRecord({ prepared, options, probe }: ChronicleGround): RunRecord {
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
    probe: readDigests(probe),
    options,
  }
}

import checkpointer from '../../agents/checkpointer.js'
import type { ActorSystem } from '../actor/index.js'
import { type Arena, imageBytes, viewLive } from '../arena/index.js'
import { counted, type TroupeError } from '../errors.js'
import type { RunEvent } from '../observe/index.js'
import {
  type CheckpointPlan,
  type MemoryFile,
  MemoryWriter,
  type MemoryWriterState,
  memoryManifest,
  writeCheckpoint,
} from '../state/index.js'
import { checkpointState } from '../training/carried.js'
import type { Resumed } from '../training/checkpoints.js'

/** How long the end of a run waits for a checkpoint that is being written. */
const drainMs = 60_000
/** How often it is asked what the memory checkpoint promises. */
const lookMs = 1_000

export interface CheckpointingOptions {
  readonly arena: Arena
  readonly plan: CheckpointPlan
  readonly metrics: readonly string[]
  /** Steps between checkpoints; 0: only the last one. */
  readonly every: number
  /** The run directory, as `resume` of the last event names it. */
  readonly directory: string
  /** What the run goes on from, and the directory of that. */
  readonly resumed: (Resumed & { readonly directory: string }) | undefined
  /** Where a state is kept that outlives this process; undefined when nobody would start it again. */
  readonly memory: MemoryFile | undefined
}

/** The checkpoints of a run: those that are written while it trains, and the one that it leaves when it stops. */
export class Checkpointing {
  readonly #options: CheckpointingOptions
  readonly #emit: (event: RunEvent) => void
  /** Step of the last checkpoint that was acknowledged, or resumed from in the same directory. */
  #last = -1
  #resume: string | null = null
  #end!: () => void
  #ended: Promise<void> | undefined
  /** Attempts that have failed since the last checkpoint. */
  #failures = 0
  /** The disk did not answer: it is not asked again. */
  #hangs = false
  #memory: MemoryWriter | undefined
  #timer: NodeJS.Timeout | undefined
  /** Milliseconds of work that may have to be done again, as it was last said. */
  #said = 0

  constructor(options: CheckpointingOptions, emit: (event: RunEvent) => void) {
    this.#options = options
    this.#emit = emit
    const { resumed, directory } = options
    if (resumed?.disk == null) return
    this.#resume = resumed.directory
    if (resumed.directory === directory) this.#last = resumed.disk.manifest.step
  }

  /** The directory to resume this run from; null before its first checkpoint. */
  get resume(): string | null {
    return this.#resume
  }

  /** For the `started` event. */
  get from(): { step: number; path: string } | null {
    const checkpoint = this.#options.resumed?.checkpoint
    return checkpoint == null ? null : { step: checkpoint.manifest.step, path: checkpoint.path }
  }

  /** Names what was passed over when the run was resumed. */
  announce(): void {
    const { resumed } = this.#options
    if (resumed === undefined) return
    for (const { path, reason } of resumed.skipped)
      this.#warn('ERR_CHECKPOINT_DAMAGED', `the checkpoint ${path} was passed over: it ${reason}.`)
    if (resumed.checkpoint === null)
      this.#warn(
        'ERR_NO_CHECKPOINT',
        `${resumed.directory} has no checkpoint yet: the run starts with step 0.`,
      )
  }

  /** What the memory checkpoint has; null when there is none. */
  get memory(): MemoryWriterState | null {
    return this.#memory?.state ?? null
  }

  /** Starts the thread that writes to the disk, if the run has a schedule. */
  async start(system: ActorSystem): Promise<void> {
    const { arena, plan, metrics, every } = this.#options
    if (every === 0) return
    this.#ended = new Promise((resolve) => {
      this.#end = resolve
    })
    const args = {
      arena: arena.shared,
      image: arena.image(imageBytes(arena.state)),
      plan,
      metrics,
      step: () => arena.ledger.round().step,
      written: (checkpoint: { step: number; path: string }) => this.#written(checkpoint),
      failed: (attempt: { code: string; message: string }) => this.#failed(attempt),
      ended: () => this.#end(),
    }
    await system.spawn(checkpointer, args, { name: 'checkpointer' }).catch((error) => {
      this.#end()
      throw error
    })
  }

  /**
   * Starts the thread that writes to memory, if somebody keeps it; once it is known what the admission probe must give.
   * A run goes on without a memory checkpoint: then a killed process costs it the way back to the disk's.
   */
  keepInMemory(): void {
    const { arena, plan, memory } = this.#options
    if (memory === undefined) return
    try {
      this.#memory = new MemoryWriter(memory, memoryManifest(plan, arena.state), arena.shared, arena.state)
    } catch (error) {
      const { code, message } = error as TroupeError
      this.#warn(code, message)
      return
    }
    this.#timer = setInterval(() => this.#look(this.#memory!.state), lookMs)
  }

  /** Says it when a large state stretches the interval, and again when that has doubled. */
  #look({ redoneMs, promisedMs }: MemoryWriterState): void {
    if (redoneMs <= promisedMs || redoneMs < 2 * this.#said) return
    this.#said = redoneMs
    const megabytes = Math.round(imageBytes(this.#options.arena.state) / 2 ** 20)
    this.#warn(
      'ERR_MEMORY_CHECKPOINT_RARE',
      `the state of ${megabytes} MB is kept in memory every ${Math.round(redoneMs)} ms, not every ` +
        `${Math.round(promisedMs)} ms, to cost no more than 1 % of a processor: a killed process repeats that much.`,
    )
  }

  /**
   * Waits, after the ledger's abort, until the checkpoint under way is written. A disk that hangs is not waited for.
   * Afterwards nobody but the caller touches the arena.
   */
  async drain(): Promise<void> {
    clearInterval(this.#timer)
    this.#memory?.stop()
    if (this.#ended === undefined) return
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(true), drainMs)
    })
    this.#hangs = await Promise.race([this.#ended.then(() => false), late])
    if (this.#hangs)
      this.#warn(
        'ERR_CHECKPOINT_WRITE',
        `a checkpoint was not written within ${drainMs / 1000} s and is given up.`,
      )
    clearTimeout(timer)
  }

  /**
   * Writes the state as it stands, unless that was done already: for a run that ends before its last step, once
   * nobody computes any more. A failure is a warning: there is nothing that could be done better.
   */
  async last(step: number): Promise<void> {
    const { arena, plan, metrics } = this.#options
    if (step === this.#last || this.#hangs) return
    try {
      const state = checkpointState(step, viewLive(arena.shared), metrics)
      this.#written({ step, path: await writeCheckpoint(plan, state) })
    } catch (error) {
      const { code, message } = error as TroupeError
      this.#warn(code, message)
    }
  }

  /** A disk that is full fails every attempt: the first is told of, and the first that works again. */
  #failed({ code, message }: { code: string; message: string }): void {
    if (this.#failures++ === 0) this.#warn(code, message)
  }

  #written({ step, path }: { step: number; path: string }): void {
    if (this.#failures > 0)
      this.#warn(
        'ERR_CHECKPOINT_WRITE',
        `checkpoints are written again, after ${counted(this.#failures, 'failed attempt')}.`,
      )
    this.#failures = 0
    this.#last = step
    this.#resume = this.#options.directory
    this.#emit({ event: 'checkpoint', step, path })
  }

  #warn(code: string, message: string): void {
    this.#emit({ event: 'warning', code, message })
  }
}

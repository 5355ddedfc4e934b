import type { ActorSystem } from '../actor/index.js'
import type { Arena } from '../arena/index.js'
import type { Loader } from '../data/index.js'
import type { EventStream, Incident, RunDirectory } from '../observe/index.js'
import type { SharedDigests } from '../state/index.js'
import type { StallWatch } from '../supervision/index.js'
import type { CheckedOptions } from '../training/options.js'
import type { Prepared } from '../training/prepare.js'
import type { CheckpointingOptions } from './checkpointing.js'

/** The parts of a run, owned by its conductor: SharedArrayBuffers that native code points into live as long as it. */
export interface Ensemble {
  readonly prepared: Prepared
  readonly options: CheckedOptions
  readonly arena: Arena
  readonly loader: Loader
  readonly system: ActorSystem
  readonly directory: RunDirectory
  /** Incidents that earlier processes of the run have told. */
  readonly earlier: readonly Incident[]
  /** Told which state outlives this process, by its commits; undefined when none does. */
  readonly saved: ((step: number) => void) | undefined
  readonly events: EventStream
  readonly stall: StallWatch
  readonly checkpoints: CheckpointingOptions
  /** The reference of the admission probe: what an earlier process kept, until that of this one is settled. */
  readonly probe: SharedDigests
}

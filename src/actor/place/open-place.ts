import type { ResourceLimits } from 'node:worker_threads'
import type { Envelope } from '../../transport/envelope.js'
import type { Place } from '../../transport/transport.js'
import type { PlaceId } from '../../transport/whereabouts.js'
import type { Death } from '../watch/death.js'

/** A thread as the main thread knows it, over all its lives. */
export class OpenPlace {
  /** Undefined between a crash and the next life. */
  link: Place | undefined
  /** Its first actor exists; before, and between two lives, messages wait in the stash. */
  listening = false
  /** Why its thread is being terminated, where an exit alone would not say. */
  cutFor: Error | undefined
  /** How often its thread was started. */
  lives = 0
  /** How it dies for good, once that is known. */
  final: Death | undefined
  /** Messages for a place that is about to live again; the hub bounds them. */
  readonly stash: Envelope[] = []
  /** Who waits for its end. */
  readonly waiting: (() => void)[] = []
  /** Who waits for it to listen; they are told why if it never will. */
  readonly ready: ((error: Error | undefined) => void)[] = []

  /** @param owner the place whose actor opened this one: its end ends this one too */
  constructor(
    readonly id: PlaceId,
    readonly owner: PlaceId,
    readonly name: string,
    readonly resourceLimits: ResourceLimits | undefined,
  ) {}
}

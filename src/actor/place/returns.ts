import type { Envelope } from '../../transport/envelope.js'
import { ActorDownError } from '../errors.js'
import { type Death, Graveyard } from '../watch/death.js'
import type { DeadLetterReason } from './dead-letters.js'
import type { Kernel } from './kernel.js'
import type { OpenPlace } from './open-place.js'
import type { Places } from './places.js'

/** Answers envelopes that reach nobody, in the name of those they were for. Main thread only. */
export class Returns {
  readonly #kernel: Kernel
  readonly #places: Places
  readonly #dead = new Graveyard()

  constructor(kernel: Kernel, places: Places) {
    this.#kernel = kernel
    this.#places = places
  }

  /** A place is gone for good: says why to whoever still writes to it. */
  bury(place: OpenPlace, death: Death): void {
    this.#dead.add(place.id, death, place.name)
    for (const envelope of place.stash.splice(0)) this.bounce(envelope, undefined)
  }

  /** @param place where it is one of this node that may live again */
  bounce(envelope: Envelope, place: OpenPlace | undefined): void {
    const { name, to, actor } = envelope
    const death = place?.final ?? this.#dead.of(to.place)
    const first = actor === 1 ? this.#dead.pathOf(to.place) : undefined
    const path = place?.name ?? first ?? `actor ${actor} of place ${to.place}`
    if (name === 'watch' && envelope.lane === 'control') this.#bounceWatch(envelope, place, death)
    else if (name === 'stop' && envelope.lane === 'control' && place)
      void this.#places.close(to.place, { reason: 'stopped' })
    else this.#refuse(envelope, path, death, place ? 'mailbox-full' : 'down')
  }

  /** Between two lives the first actor is not dead, but all others are. */
  #bounceWatch(envelope: Envelope, place: OpenPlace | undefined, death: Death): void {
    const { uid, watcher } = this.#kernel.unpack(envelope) as { uid: number; watcher: number }
    if (place && uid === 1) return
    this.#kernel.notify(envelope.from, 'down', { watcher, death })
  }

  /** Answers an envelope for a node that this one has no connection to. */
  unreachable(envelope: Envelope): void {
    const { lane, name, to, actor, from } = envelope
    const death: Death = { reason: 'unreachable' }
    if (lane === 'control' && name === 'watch') {
      const { watcher } = this.#kernel.unpack(envelope) as { watcher: number }
      this.#kernel.notify(from, 'down', { watcher, death })
    } else this.#refuse(envelope, `actor ${actor} of place ${to.place} of node ${to.node}`, death, 'down')
  }

  /** What runtimes ask each other fails too; what they tell was for the actors' present life only. */
  #refuse(envelope: Envelope, path: string, death: Death, why: DeadLetterReason): void {
    const { lane, kind, from, id } = envelope
    const down = () => ActorDownError.after(path, death)
    if (lane === 'user' && (kind === 'tell' || kind === 'ask')) this.#kernel.refuse(envelope, path, why, down)
    else if (kind === 'ask') this.#kernel.reply(from, id, false, down())
  }
}

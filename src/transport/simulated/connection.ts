import type { EncodedPayload } from '../codec/codec.js'
import type { Envelope } from '../envelope.js'
import { makeEnd } from '../frames.js'
import type { Connection } from '../transport.js'
import { type PlaceId, sameWhereabouts, type Whereabouts } from '../whereabouts.js'
import type { Fate } from './conditions.js'
import { Lane, type Road } from './lane.js'
import { encoded, repeatable } from './payload.js'
import type { World } from './world.js'

const straight: Fate = { delayMs: 0, lost: false, duplicated: false, reordered: false }

/** Messages between actors; all else is what runtimes say to each other. */
const isMessage = ({ lane, kind, actor }: Envelope) =>
  lane === 'user' && actor !== 0 && (kind === 'tell' || kind === 'ask')

/**
 * One end of a simulated link between the main thread's place and another one. What two other places send each
 * other passes the main one, as over message ports, but takes its fate, and its time, only on the last stretch: by
 * the rule for the two places themselves.
 *
 * As over rings, replies and orders may overtake messages, not the other way round.
 */
export class SimulatedConnection implements Connection {
  codec
  readonly here: Whereabouts
  readonly #world: World
  #peer!: SimulatedConnection
  #listener: ((envelope: Envelope) => void) | undefined
  #early: Envelope[] = []
  #open = true
  #onClosed: () => void = () => {}
  readonly #control: Lane
  /** Messages and notices by the place they are from. */
  readonly #user = new Map<PlaceId, Lane>()

  private constructor(world: World, here: Whereabouts) {
    this.#world = world
    this.here = here
    this.codec = makeEnd(here).codec
    this.#control = new Lane(this.#road)
  }

  static pair(world: World, a: Whereabouts, b: Whereabouts) {
    const ends = [new SimulatedConnection(world, a), new SimulatedConnection(world, b)] as const
    ends[0].#peer = ends[1]
    ends[1].#peer = ends[0]
    return ends
  }

  send(envelope: Envelope): boolean {
    const copy = encoded(envelope, this.codec)
    if (!this.#open || !this.#peer.#open) return true
    if (envelope.lane === 'control') this.#control.push(copy, 0)
    else this.#lane(envelope.from.place).push(copy, this.#control.lastAt)
    return true
  }

  #lane(from: PlaceId): Lane {
    let lane = this.#user.get(from)
    if (!lane) {
      lane = new Lane(this.#road)
      this.#user.set(from, lane)
    }
    return lane
  }

  get #lanes(): Lane[] {
    return [this.#control, ...this.#user.values()]
  }

  get #road(): Road {
    const world = this.#world
    const lastStretch = ({ to }: Envelope) => sameWhereabouts(to, this.#peer.here)
    return {
      clock: world.clock,
      fate: (envelope) => {
        if (!lastStretch(envelope)) return straight
        const fate = world.fate(envelope, isMessage(envelope))
        return fate.duplicated && !repeatable(envelope) ? { ...fate, duplicated: false } : fate
      },
      lag: (envelope) => world.lag(envelope),
      cut: (envelope) => lastStretch(envelope) && world.isCut(envelope),
      droppable: isMessage,
      deliver: (envelope) => this.#peer.#arrived(envelope),
      note: (event, envelope) => world.note(event, envelope),
    }
  }

  receive(listener: (envelope: Envelope) => void): void {
    this.#listener = listener
    // The listener may set another one while it handles the first envelope: that one gets the rest.
    while (this.#listener === listener && this.#early.length > 0) this.#deliver(this.#early.shift()!)
  }

  #arrived(envelope: Envelope): void {
    if (!this.#open) return
    if (this.#listener) this.#deliver(envelope)
    else this.#early.push(envelope)
  }

  #deliver(envelope: Envelope): void {
    // What is for another place stays encoded.
    if (!sameWhereabouts(envelope.to, this.here)) {
      this.#listener!(envelope)
      return
    }
    this.#world.note('delivered', envelope)
    this.#listener!({ ...envelope, payload: this.codec.unpack(envelope.payload as EncodedPayload) })
  }

  /** What that place sent before it ended comes before anything that follows from its end. */
  ended(place: PlaceId): void {
    this.#peer.#user.get(place)?.flush()
    this.#peer.#user.delete(place)
  }

  /** A cut ended. */
  release(): void {
    for (const lane of this.#lanes) lane.release()
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    const { clock } = this.#world
    const arrived = Math.max(...this.#lanes.map((lane) => lane.lastAt))
    clock.arrive(arrived - clock.now(), () => {
      // What a cut still holds comes out now or never.
      for (const lane of this.#lanes) lane.flush()
      if (!this.#peer.#open) return
      this.#peer.#open = false
      this.#peer.#onClosed()
    })
    queueMicrotask(() => this.#onClosed())
  }

  onClose(listener: () => void): void {
    this.#onClosed = listener
  }
}

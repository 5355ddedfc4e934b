import type { PlaceId } from '../../transport/whereabouts.js'
import type { Located } from '../cell/resident.js'
import type { Death } from '../watch/death.js'

/** A place in a shared thread for one actor, from its spawn to its death; kept when the thread is lost. */
export interface Seat {
  readonly uid: number
  readonly path: string
  readonly parent: Located
}

/** Where an actor goes: any thread of a pool, or the thread of a device. */
export type SeatRequest = { readonly pool: string } | { readonly device: string }

/** What the main thread's switchboard does for shared threads. */
export interface SeatingHub {
  /** Tells a thread which seats it has; it keeps their messages until their actors come. */
  seat(place: PlaceId, seats: readonly Seat[], device: string | undefined): void
  /**
   * Ends the actor of a seat. In a thread that is down, or does not answer, nobody tells its watchers and its
   * parent: with `alone` they are told from here.
   */
  halt(place: PlaceId, seat: Seat, death: Death, alone: boolean): void
}

interface SharedPlace {
  readonly device: string | undefined
  readonly seats: Map<number, Seat>
}

/** Numbers of seats never meet those that places give to actors themselves (see Kernel.nextUid). */
const firstSeat = 2 ** 51

/** Whether an actor lives in a shared thread for a parent that may be elsewhere. */
export const isSeated = ({ uid }: { uid: number }) => uid >= firstSeat

/** The threads that actors of several parents share, and who sits where. Main thread only. */
export class Seating {
  readonly #hub: SeatingHub
  readonly #places = new Map<PlaceId, SharedPlace>()
  #next = firstSeat

  constructor(hub: SeatingHub) {
    this.#hub = hub
  }

  /** Makes a thread that was opened just now a shared one. */
  share(place: PlaceId, device: string | undefined): void {
    this.#places.set(place, { device, seats: new Map() })
    this.#hub.seat(place, [], device)
  }

  isShared(place: PlaceId): boolean {
    return this.#places.has(place)
  }

  /** Actors that live in a thread, or will when it is back. */
  count(place: PlaceId): number {
    return this.#places.get(place)?.seats.size ?? 0
  }

  seats(place: PlaceId): readonly Seat[] {
    return [...(this.#places.get(place)?.seats.values() ?? [])]
  }

  take(place: PlaceId, path: string, parent: Located): number {
    const uid = this.#next++
    this.#places.get(place)?.seats.set(uid, { uid, path, parent })
    return uid
  }

  /** Gives a seat back; with `death` its actor ends now. Safe to call twice. */
  leave(place: PlaceId, uid: number, death: Death | undefined, alone = false): void {
    const seats = this.#places.get(place)?.seats
    const seat = seats?.get(uid)
    if (!seat) return
    seats!.delete(uid)
    if (death) this.#hub.halt(place, seat, death, alone)
  }

  /** A thread's next life began: it learns its seats before anything else. */
  started(place: PlaceId): void {
    const shared = this.#places.get(place)
    if (shared) this.#hub.seat(place, [...shared.seats.values()], shared.device)
  }

  /**
   * A thread ended: the actors whose parents lived in it end with it, wherever they are.
   *
   * @returns the seats of the thread itself whose actors wait for its next life
   */
  lost(place: PlaceId, final: boolean): number[] {
    for (const [id, { seats }] of this.#places) {
      for (const { uid, parent } of [...seats.values()]) {
        if (parent.place !== place) continue
        // Those in the lost thread itself are gone already.
        this.leave(id, uid, id === place ? undefined : { reason: 'killed' })
      }
    }
    if (final) this.#places.delete(place)
    return [...(this.#places.get(place)?.seats.keys() ?? [])]
  }
}

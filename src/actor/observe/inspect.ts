import { type Found, Inspection, type PlaceView, treeOf } from './inspection.js'
import type { Observer } from './observer.js'
import type { PlaceReport } from './report.js'

/** A place as the main thread knows it. */
export interface KnownPlace {
  readonly id: number
  readonly name: string
  readonly state: 'ok' | 'starting' | 'ended'
}

type Ask = (place: number) => Promise<PlaceReport>

interface Count {
  readonly handled: number
  readonly at: number
}

/** Looks at all places of a system at once; keeps what it saw, so that the next look can tell rates. */
export class Inspector {
  readonly #observer: Observer
  #counts = new Map<string, Count>()

  constructor(observer: Observer) {
    this.#observer = observer
  }

  /** @param ask resolves to what the place reports of itself, or rejects when it takes too long */
  async inspect(places: readonly KnownPlace[], ask: Ask): Promise<Inspection> {
    const counts = new Map<string, Count>()
    const looks = await Promise.all(places.map((place) => this.#look(place, ask, counts)))
    this.#counts = counts
    return new Inspection(
      treeOf(looks.flatMap(({ found }) => found)),
      looks.map(({ view }) => view),
    )
  }

  async #look(
    place: KnownPlace,
    ask: Ask,
    counts: Map<string, Count>,
  ): Promise<{ found: Found[]; view: PlaceView }> {
    const report = place.state === 'ok' ? await ask(place.id).catch(() => undefined) : undefined
    const view: PlaceView = {
      place: place.id,
      name: place.name,
      state: report || place.state !== 'ok' ? place.state : 'not responding',
      running: report ? undefined : this.#observer.sight(place.id)?.running,
      stall: this.#observer.stalls.blocked(place.id),
      omitted: report?.omitted ?? 0,
    }
    // The roots of the tree and of the pools are no actors that somebody spawned.
    const actors = report?.actors.filter(({ path }) => path !== '' && path !== '/pools') ?? []
    const found = actors.map((actor): Found => {
      const key = `${place.id}:${actor.path}`
      const before = this.#counts.get(key)
      const { handled } = actor
      const at = report!.at
      counts.set(key, { handled, at })
      const rate = before && at > before.at && handled >= before.handled
      return {
        ...actor,
        place: place.id,
        restarts: actor.incarnation,
        rate: rate ? ((handled - before.handled) / (at - before.at)) * 1000 : undefined,
      }
    })
    return { found, view }
  }
}

import type { Observer } from '../observe/observer.js'
import type { Pools } from '../pool/pools.js'
import type { Seating } from '../pool/seating.js'
import { Registry } from '../registry/registry.js'
import type { HubControl } from './control.js'
import type { Kernel } from './kernel.js'
import type { Places } from './places.js'
import { Relief } from './relief.js'

/** Who carries out what the main thread is told. */
export interface HubParts {
  readonly places: Places
  readonly seating: Seating
  readonly observer: Observer
  readonly pools: Pools | undefined
  readonly peers: { readonly spawn: HubControl['spawnFar'] } | undefined
}

/** What the main thread does when the runtime of a place tells it. */
export function hubControl(kernel: Kernel, hub: HubParts): HubControl {
  const { places, seating, observer } = hub
  const registry = new Registry(kernel)
  const relief = new Relief({
    kernel,
    nameOf: (place) => (places.isDown(place) ? undefined : places.get(place)!.name),
    sight: (place) => observer.sight(place),
    cut: (place, why) => places.cut(place, why),
  })
  return {
    openPlace: (p, { place }) => places.open(place, p),
    reopenPlace: ({ place }) => places.reopen(place),
    seat: ({ path, parent, ...request }) => hub.pools!.seat(request, path, parent),
    unseat: ({ place, uid, death, alone }) => seating.leave(place, uid, death, alone),
    placeReady: ({ place }) => places.ready(place),
    cutPlace: ({ place }) => places.cut(place),
    relieve: ({ place, withinMs }) => relief.check(place, withinMs),
    closePlace: ({ place, death }) => places.close(place, death),
    rootDown: ({ death }, { place }) => places.rootDown(place, death),
    register: (p) => registry.register(p),
    unregister: (p) => registry.unregister(p),
    lookup: (p) => registry.lookup(p),
    deadLetter: (letter) => kernel.deadLetters.publish(letter),
    failure: (failure) => kernel.onFailure(failure),
    waited: (wait, { place }) => observer.waited(wait, place),
    traced: ({ events, dropped }) => observer.traces.take(events, dropped),
    spawnFar: (order, from) => hub.peers!.spawn(order, from),
  }
}

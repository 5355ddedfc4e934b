import { sameWhereabouts, type Whereabouts, whereabouts } from '../../transport/whereabouts.js'
import { reportPlace } from '../observe/report.js'
import { Vacancy } from '../pool/vacancy.js'
import type { PlaceControl } from './control.js'
import type { Kernel } from './kernel.js'
import { launchRoot, settle } from './launch.js'

/** What the runtime of a place does when it is told. Orders for actors that are gone find nobody and fall away. */
export function placeControl(kernel: Kernel): PlaceControl {
  const { asks, cells, dead, placeOwners, streams, watches } = kernel
  return {
    spawn: (order) => launchRoot(kernel, order),
    settle: (order) => settle(kernel, order),
    seats: ({ seats, device }) => {
      kernel.device = device
      for (const seat of seats) new Vacancy(kernel, seat)
    },
    seatDown: ({ place, uid, death }) => {
      const at = { ...whereabouts(kernel.here.node, place), uid }
      watches.actorDown(at, death)
    },
    restart: async ({ uid, incarnation }) => (await cells.get(uid)?.restart(incarnation)) ?? false,
    pause: async ({ uid, graceMs }) => cells.get(uid)?.pause(graceMs),
    stop: ({ uid, graceMs }) => cells.get(uid)?.stop(graceMs),
    halt: ({ uid, death }) => cells.get(uid)?.finish(death),
    childFailed: ({ parent, child, error }) => {
      const cell = cells.get(parent)
      if (cell) cell.children.failed(child, error)
      else kernel.notify(child, 'halt', { uid: child.uid, death: { reason: 'failed', error } })
    },
    childGone: ({ parent, child }) => cells.get(parent)?.children.gone(child),
    watch: ({ uid, watcher }, from) => {
      const cell = cells.get(uid)
      if (cell) cell.addWatcher({ at: from, watcher })
      else kernel.notify(from, 'down', { watcher, death: dead.of(uid) })
    },
    unwatch: ({ uid, watcher }, from) => cells.get(uid)?.removeWatcher({ at: from, watcher }),
    down: ({ watcher, death }) => watches.down(watcher, death),
    placeDown: ({ place, death, final, kept }) => {
      kernel.ended(place)
      const there = whereabouts(kernel.here.node, place)
      asks.fail(death, (to) => sameWhereabouts(to, there))
      streams.fail(death, (at) => sameWhereabouts(at, there))
      watches.placeDown(there, death, final, kept)
      for (const owner of [...(placeOwners.get(place) ?? [])]) owner.placeDown(place, death, final)
    },
    farSilent: ({ node, place, death }) => {
      const concerns = (at: Whereabouts) => at.node === node && (place === undefined || at.place === place)
      asks.fail(death, concerns)
      streams.fail(death, concerns)
      if (place !== undefined) return
      for (const parent of [...kernel.farParents]) parent.nodeDown(node, death)
    },
    inspect: ({ limit }) => reportPlace(cells, limit, kernel.clock.now()),
    trace: ({ on }) => kernel.trace(on),
    farDown: ({ node, place, death, final, kept }) => {
      if (place === undefined) watches.nodeDown(node, death)
      else watches.placeDown(whereabouts(node, place), death, final, kept)
    },
  }
}

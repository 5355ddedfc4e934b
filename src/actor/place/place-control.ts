import type { PlaceControl } from './control.js'
import type { Kernel } from './kernel.js'
import { launchRoot } from './launch.js'

/** What the runtime of a place does when it is told. Orders for actors that are gone find nobody and fall away. */
export function placeControl(kernel: Kernel): PlaceControl {
  const { asks, cells, dead, placeOwners, watches } = kernel
  return {
    spawn: (order) => launchRoot(kernel, order),
    restart: ({ uid, incarnation }) => cells.get(uid)?.restart(incarnation),
    stop: ({ uid, graceMs }) => cells.get(uid)?.stop(graceMs),
    halt: ({ uid, death }) => cells.get(uid)?.finish(death),
    childFailed: ({ parent, place, uid, error }) => {
      const cell = cells.get(parent)
      if (cell) cell.children.failed(place, uid, error)
      else kernel.notify(place, 'halt', { uid, death: { reason: 'failed', error } })
    },
    childGone: ({ parent, place, uid }) => cells.get(parent)?.children.gone(place, uid),
    watch: ({ uid, watcher }, from) => {
      const cell = cells.get(uid)
      if (cell) cell.addWatcher({ place: from, watcher })
      else kernel.notify(from, 'down', { watcher, death: dead.of(uid) })
    },
    unwatch: ({ uid, watcher }, from) => cells.get(uid)?.removeWatcher({ place: from, watcher }),
    down: ({ watcher, death }) => watches.down(watcher, death),
    placeDown: ({ place, death, final }) => {
      asks.fail(death.reason, death.error, place)
      watches.placeDown(place, death, final)
      placeOwners.get(place)?.placeDown(place, death, final)
    },
  }
}

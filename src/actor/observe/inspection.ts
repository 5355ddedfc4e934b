import { inspect } from 'node:util'
import type { ActorReport } from './report.js'
import type { Stall } from './stall.js'

/** One actor as `system.inspect()` found it. */
export interface ActorView extends ActorReport {
  readonly name: string
  /** Its thread; 0 is main. Several actors may share one. */
  readonly place: number
  /** Messages handled per second since the inspection before; undefined the first time. */
  readonly rate: number | undefined
  readonly restarts: number
  readonly children: readonly ActorView[]
}

/** One thread. */
export interface PlaceView {
  readonly place: number
  /** The path of its first actor; `main` for the main thread. */
  readonly name: string
  /**
   * `not responding`: it did not answer in time; its actors are not in the tree then. `ended`: its thread is gone,
   * and may be started again.
   */
  readonly state: 'ok' | 'starting' | 'not responding' | 'ended'
  /** What its monitor says runs there, when it did not answer. */
  readonly running: { readonly path: string; readonly name: string } | undefined
  /** Since when, if the watchdog noticed. */
  readonly stall: Stall | undefined
  /** Actors that were left out because there are too many. */
  readonly omitted: number
}

/** A moment of a whole system. Printing it, or `String(inspection)`, gives a table. */
export class Inspection {
  readonly actors: readonly ActorView[]
  readonly places: readonly PlaceView[]

  constructor(actors: readonly ActorView[], places: readonly PlaceView[]) {
    this.actors = actors
    this.places = places
  }

  toString(): string {
    const rows: string[][] = []
    for (const actor of this.actors) actorRows(actor, '', '', rows)
    const lines = rows.length === 0 ? ['no actors'] : table([header, ...rows])
    for (const place of this.places) {
      const says = placeLine(place)
      if (says) lines.push(says)
    }
    return lines.join('\n')
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

const header = ['actor', 'place', 'state', 'life', 'waiting', 'handled', 'per s', 'busy ms', 'max ms', 'now']

function actorRows(actor: ActorView, branch: string, indent: string, rows: string[][]): void {
  const { name, place, state, incarnation, depth, stashed, handled, rate, busyMs, maxMs, current } = actor
  rows.push([
    branch + name,
    place === 0 ? 'main' : `thread ${place}`,
    state,
    String(incarnation),
    stashed > 0 ? `${depth}+${stashed}` : String(depth),
    String(handled),
    rate === undefined ? '-' : rate.toFixed(rate < 10 ? 1 : 0),
    busyMs.toFixed(1),
    maxMs === undefined ? '-' : maxMs.toFixed(1),
    current.length > 3 ? `${current.slice(0, 3).join(' ')} …` : current.join(' '),
  ])
  for (const [i, child] of actor.children.entries()) {
    const end = i === actor.children.length - 1
    actorRows(child, `${indent}${end ? '└─ ' : '├─ '}`, `${indent}${end ? '   ' : '│  '}`, rows)
  }
}

/** The first and the last column to the left, numbers to the right. */
function table(rows: readonly string[][]): string[] {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const numbers = new Set([3, 4, 5, 6, 7, 8])
  return rows.map((row) =>
    row
      .map((cell, i) => (numbers.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}

function placeLine({ place, name, state, running, stall, omitted }: PlaceView): string | undefined {
  const where = place === 0 ? 'main' : `thread ${place} (${name})`
  if (state === 'ended') return `${where}: its thread ended`
  if (state === 'starting') return `${where}: starting`
  if (state === 'not responding') {
    const what = running ? `, '${running.name}' of ${running.path} is running` : ''
    const since = stall ? ` for ${(stall.durationMs / 1000).toFixed(1)} s or more` : ''
    return `${where}: not responding${what}${since}`
  }
  return omitted > 0 ? `${where}: ${omitted} more actors` : undefined
}

/** An actor before it has its place in the tree. */
export type Found = Omit<ActorView, 'children' | 'name'>

/** Hangs actors below their parents, by their paths; those whose parent is unknown stand at the top. */
export function treeOf(found: readonly Found[]): ActorView[] {
  const views = found.map((actor) => ({
    ...actor,
    name: actor.path.slice(actor.path.lastIndexOf('/') + 1),
    children: [] as ActorView[],
  }))
  const byPath = new Map(views.map((view) => [view.path, view]))
  const top: ActorView[] = []
  for (const view of views) {
    const parent = byPath.get(view.path.slice(0, view.path.lastIndexOf('/')))
    if (parent) parent.children.push(view)
    else {
      view.name = view.path
      top.push(view)
    }
  }
  return top
}

import type { Whereabouts } from '../../transport/whereabouts.js'
import { maxDelayMs } from '../clock.js'
import type { FarSpawn } from '../place/control.js'

type Fields = Readonly<Record<string, unknown>>
type Check = (p: Fields, from: Whereabouts) => boolean

const whole = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
const delay = (value: unknown) => typeof value === 'number' && value >= 0 && value <= maxDelayMs
const text = (value: unknown, most: number) => typeof value === 'string' && value.length <= most
const record = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const reasons: readonly unknown[] = ['stopped', 'failed', 'killed', 'exited', 'unreachable']
const death = (value: unknown) =>
  record(value) &&
  reasons.includes(value.reason) &&
  (value.error === undefined || value.error instanceof Error) &&
  (value.exitCode === undefined || Number.isSafeInteger(value.exitCode))

/** An actor of the node that speaks: nobody reports on others' actors. */
const own = (value: unknown, from: Whereabouts) =>
  record(value) && value.node === from.node && whole(value.place) && whole(value.uid)

/**
 * What the runtime of another node may tell or ask this one. All that is not listed belongs to the inside of a
 * system: opening and closing threads, reports to the main thread.
 */
const orders: Readonly<Record<string, Check>> = {
  watch: ({ uid, watcher }) => whole(uid) && whole(watcher),
  unwatch: ({ uid, watcher }) => whole(uid) && whole(watcher),
  down: (p) => whole(p.watcher) && death(p.death),
  stop: ({ uid, graceMs }) => whole(uid) && delay(graceMs),
  halt: (p) => whole(p.uid) && death(p.death),
  placeDown: (p) =>
    whole(p.place) &&
    p.place > 0 &&
    death(p.death) &&
    typeof p.final === 'boolean' &&
    Array.isArray(p.kept) &&
    p.kept.every((uid) => whole(uid)),
  closePlace: (p) => whole(p.place) && p.place > 0 && death(p.death),
  restart: ({ uid, incarnation }) => whole(uid) && whole(incarnation),
  pause: ({ uid, graceMs }) => whole(uid) && delay(graceMs),
  childFailed: ({ parent, child, error }, from) =>
    whole(parent) && own(child, from) && error instanceof Error,
  childGone: ({ parent, child }, from) => whole(parent) && own(child, from),
  lookup: ({ name, timeoutMs }) => text(name, 200) && timeoutMs === 0,
  spawnFar: (p, from) => isFarSpawn(p, from),
}

/** Of these, only those for an actor that was started for the peer are carried out. */
export const parentalOrders: readonly string[] = ['restart', 'pause']

function isFarSpawn(p: Fields, from: Whereabouts): p is FarSpawn & Fields {
  return (
    text(p.actor, 200) &&
    record(p.address) &&
    text(p.address.path, 4000) &&
    whole(p.address.capacity, 2 ** 24) &&
    p.address.capacity > 0 &&
    own(p.parent, from) &&
    p.incarnation === 0 &&
    whole(p.stash, 2 ** 24) &&
    (p.overflow === 'drop-new' || p.overflow === 'drop-old') &&
    delay(p.spawnTimeoutMs)
  )
}

/** Whether what another node's runtime says is something it may say, in the form it is expected in. */
export function admits(name: string, payload: unknown, from: Whereabouts): payload is Fields {
  return Object.hasOwn(orders, name) && record(payload) && orders[name]!(payload, from)
}

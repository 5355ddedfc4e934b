import { native } from './addon.js'

// Where tensors were made, by handle: for development, because every tensor then costs a stack trace.
let sites: Map<number, string> | undefined = process.env.TROUPE_TRACE_TENSORS === '1' ? new Map() : undefined

/** Handles may outlive their tensors here; beyond this many more than are alive they are looked through. */
const slack = 10_000
let limit = slack

const unknown = 'made before tracing began'

/**
 * Keeps, from now on, the line that made each tensor of this thread, for `memory().sites`. Makes every operation some ten
 * times slower: for finding a leak. The environment variable TROUPE_TRACE_TENSORS=1 does the same from the start, in
 * every thread.
 */
export function traceTensors(on = true): void {
  if (!on) sites = undefined
  else sites ??= new Map()
}

/** Anomaly mode's, which hands the line of an operation to its backward. `site` looks it up. */
type Watcher = (handle: number, site: () => string) => void
let watcher: Watcher | undefined

/** @internal One of all new tensors of this thread; anomaly mode sets it. */
export function watchSites(watch: Watcher | undefined): void {
  watcher = watch
}

/** @internal Called for each new tensor. */
export function noteSite(handle: number): void {
  if (watcher !== undefined) watcher(handle, creationSite)
  if (sites === undefined) return
  sites.set(handle, creationSite())
  if (sites.size < limit) return
  const live = new Set(native().live())
  for (const each of sites.keys()) if (!live.has(each)) sites.delete(each)
  limit = 2 * sites.size + slack
}

export const sitesAreKept = (): boolean => sites !== undefined

export const siteOf = (handle: number): string => sites?.get(handle) ?? unknown

/** The first line of the stack outside this library: `file:line`. */
function creationSite(): string {
  const depth = Error.stackTraceLimit
  Error.stackTraceLimit = 30
  const { stack = '' } = new Error()
  Error.stackTraceLimit = depth
  const places = stack.split('\n').flatMap((line) => frame.exec(line)?.[1] ?? [])
  // The topmost is this file, by the name that it has with source maps or without.
  const library = places[0]?.slice(0, places[0].lastIndexOf('/') + 1) ?? ''
  const place = places.find((each) => !each.startsWith(library))
  return place?.replace(/^file:\/\//, '') ?? 'outside every known line'
}

/** Of a stack's line: file and line, without the column. */
const frame = /\(?((?:file:|\/)[^()]*:\d+):\d+\)?$/

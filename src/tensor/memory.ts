import { native } from './addon.js'
import { siteOf, sitesAreKept } from './sites.js'

/** What some tensors hold. */
export interface MemoryUse {
  /** Tensors that this thread has not freed, parameters and views included. */
  readonly tensors: number
  /** Bytes of the distinct memories behind them; what only autograd's history holds is not counted. */
  readonly bytes: number
}

/** Tensors that one line made. */
export interface SiteUse extends MemoryUse {
  /** `file:line`, the first outside the library. */
  readonly site: string
}

export interface MemoryReport extends MemoryUse {
  /** By device: `cpu`, `cuda:0`. */
  readonly devices: Readonly<Record<string, MemoryUse>>
  /** Where they were made, most tensors first; only after traceTensors(), or with TROUPE_TRACE_TENSORS=1. */
  readonly sites?: readonly SiteUse[]
}

/** What this thread's tensors hold. Walks all of them: for people and tests, not for inner loops. */
export function memory(): MemoryReport {
  const list = native().memory()
  const devices: Record<string, MemoryUse> = {}
  for (let k = 0; k < list.length; k += 3)
    devices[list[k] as string] = { tensors: list[k + 1] as number, bytes: list[k + 2] as number }
  const total = (key: keyof MemoryUse) => Object.values(devices).reduce((sum, use) => sum + use[key], 0)
  const report = { tensors: total('tensors'), bytes: total('bytes'), devices }
  return sitesAreKept() ? { ...report, sites: bySite() } : report
}

function bySite(): SiteUse[] {
  const uses = new Map<string, { tensors: number; bytes: number }>()
  const live = native().live()
  for (let k = 0; k < live.length; k += 2) {
    const site = siteOf(live[k]!)
    const use = uses.get(site) ?? { tensors: 0, bytes: 0 }
    uses.set(site, { tensors: use.tensors + 1, bytes: use.bytes + live[k + 1]! })
  }
  return [...uses]
    .map(([site, use]) => ({ site, ...use }))
    .sort((a, b) => b.tensors - a.tensors || b.bytes - a.bytes)
}

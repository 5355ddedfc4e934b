import { textOf } from '../../errors.js'
import { checkObject, SimulationOptionError } from './errors.js'

/** How a link behaves. Chances are from 0 to 1 per message. */
export interface LinkRule {
  /** How long envelopes take, in virtual milliseconds: uniform in [minMs, maxMs]. */
  readonly latency?: { readonly minMs: number; readonly maxMs: number }
  /** Chance that a tell or ask vanishes. */
  readonly loss?: number
  /** Chance that a tell or ask arrives twice, which no real transport of troupe does. */
  readonly duplicate?: number
  /** Chance that later messages overtake a tell or ask, which no real transport of troupe allows. */
  readonly reorder?: number
}

/** Which links a rule is for. An end that is not named is any end. */
export interface LinkSelector {
  /** `main`, or the path of the actor that a thread was opened for. */
  readonly from?: string
  readonly to?: string
}

/** What becomes of one message. */
export interface Fate {
  readonly delayMs: number
  readonly lost: boolean
  readonly duplicated: boolean
  readonly reordered: boolean
}

const chances: readonly string[] = ['loss', 'duplicate', 'reorder']

/** The state of all links: rules, of which the last one that fits counts, and cuts. */
export class Conditions {
  readonly #random: () => number
  readonly #rules: { readonly where: LinkSelector; readonly rule: LinkRule }[] = []
  #cuts: { readonly a: readonly string[]; readonly b: readonly string[] }[] = []

  constructor(random: () => number, rule: LinkRule) {
    this.#random = random
    this.add({}, rule)
  }

  /** @throws SimulationOptionError */
  add(where: LinkSelector, rule: LinkRule): void {
    checkObject(where, 'link')
    checkObject(rule, 'link')
    for (const end of [where.from, where.to])
      if (end !== undefined && typeof end !== 'string')
        throw new SimulationOptionError('link', `expected 'main' or a path, got ${textOf(end)}`)
    const strange = Object.keys(rule).find((name) => name !== 'latency' && !chances.includes(name))
    if (strange !== undefined)
      throw new SimulationOptionError(
        strange,
        `there is no such option; links have latency, ${chances.join(', ')}`,
      )
    for (const name of chances) {
      const chance: unknown = rule[name as 'loss'] ?? 0
      if (!(typeof chance === 'number' && chance >= 0 && chance <= 1))
        throw new SimulationOptionError(name, `expected a chance from 0 to 1`)
    }
    const { minMs, maxMs } = rule.latency ?? { minMs: 0, maxMs: 0 }
    const numbers = typeof minMs === 'number' && typeof maxMs === 'number'
    if (!(numbers && minMs >= 0 && minMs <= maxMs && maxMs < Number.POSITIVE_INFINITY))
      throw new SimulationOptionError('latency', 'expected 0 ≤ minMs ≤ maxMs')
    this.#rules.push({ where, rule })
  }

  /** @param droppable it is a message between actors; what the runtimes say to each other is only delayed */
  fate(from: string, to: string, droppable: boolean): Fate {
    const { latency, loss = 0, duplicate = 0, reorder = 0 } = this.#ruleFor(from, to)
    const delayMs = latency ? latency.minMs + this.#random() * (latency.maxMs - latency.minMs) : 0
    const happens = (chance: number) => droppable && chance > 0 && this.#random() < chance
    return { delayMs, lost: happens(loss), duplicated: happens(duplicate), reordered: happens(reorder) }
  }

  /** How much later than usual an overtaken message arrives, in milliseconds. */
  lag(from: string, to: string): number {
    return this.#random() * Math.max(1, this.#ruleFor(from, to).latency?.maxMs ?? 0)
  }

  /** @throws SimulationOptionError */
  cut(a: readonly string[], b: readonly string[]): void {
    for (const side of [a, b])
      if (!Array.isArray(side) || side.some((name) => typeof name !== 'string'))
        throw new SimulationOptionError('partition', "expected two arrays of 'main' and paths")
    this.#cuts.push({ a, b })
  }

  heal(): void {
    this.#cuts = []
  }

  isCut(from: string, to: string): boolean {
    return this.#cuts.some(
      ({ a, b }) => (a.includes(from) && b.includes(to)) || (a.includes(to) && b.includes(from)),
    )
  }

  #ruleFor(from: string, to: string): LinkRule {
    const found = this.#rules.findLast(
      ({ where }) => (where.from ?? from) === from && (where.to ?? to) === to,
    )
    return found!.rule
  }
}

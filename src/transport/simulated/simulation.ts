import type { Envelope } from '../envelope.js'
import type { Program, Transport } from '../transport.js'
import type { Whereabouts } from '../whereabouts.js'
import { Conditions, type Fate, type LinkRule, type LinkSelector } from './conditions.js'
import { checkObject, checkSpan, SimulationOptionError } from './errors.js'
import { openPlace, type SimulatedPlace } from './place.js'
import { seededRandom } from './random.js'
import { Trace, type TraceEntry } from './trace.js'
import { VirtualClock } from './virtual-clock.js'
import type { World } from './world.js'

/** The rule given here is for all links; {@link Simulation.link} makes exceptions. */
export interface SimulationOptions extends LinkRule {
  /** A whole number; default 1. The same program does the same with the same seed. */
  readonly seed?: number
  /** A thread that is cut off from the main one for longer is lost; virtual milliseconds, default 10,000. */
  readonly unreachableAfterMs?: number
  /** How many trace entries are kept, the latest; default 10,000. */
  readonly traceLength?: number
}

/**
 * Threads that are none: every place lives in the calling thread, under a clock that only the test moves and links
 * that do as it says. Give `clock`, `random` and `transport` to `ActorSystem.start`.
 *
 * Messages between places, tells and asks, may be delayed, lost, duplicated or overtaken. Replies and what the
 * runtimes say to each other model a connection: delayed, held while it is cut, lost only with the place. Within a
 * place messages are handed over at once, as always.
 */
export class Simulation implements World {
  readonly clock = new VirtualClock()
  /** Uniform in [0, 1), from the seed; not the stream that decides on messages. */
  readonly random: () => number
  readonly transport: Transport = { open: (program) => this.#open(program) }
  readonly #conditions: Conditions
  readonly #unreachableAfterMs: number
  readonly #trace: Trace
  readonly #places = new Set<SimulatedPlace>()
  readonly #names = new Map<string, string>()
  #healed = 0

  /** @throws SimulationOptionError */
  constructor(options: SimulationOptions) {
    checkObject(options, 'simulation')
    const { seed = 1, unreachableAfterMs = 10_000, traceLength = 10_000, ...rule } = options
    if (!Number.isInteger(seed)) throw new SimulationOptionError('seed', 'expected a whole number')
    checkSpan(unreachableAfterMs, 'unreachableAfterMs')
    if (!(Number.isInteger(traceLength) && traceLength >= 0))
      throw new SimulationOptionError('traceLength', 'expected a whole number, 0 or more')
    this.random = seededRandom(seed)
    this.#conditions = new Conditions(seededRandom(seed, 1), rule)
    this.#unreachableAfterMs = unreachableAfterMs
    this.#trace = new Trace(traceLength)
  }

  /** What happened to envelopes between places: the same for the same program and seed. */
  get trace(): readonly TraceEntry[] {
    return this.#trace.entries
  }

  /** Sets the rule for some links, from now on. Of several rules that fit the last one counts. */
  link(where: LinkSelector, rule: LinkRule): void {
    this.#conditions.add(where, rule)
  }

  /**
   * Cuts all links between any place of `a` and any of `b`, both ways: `main`, or paths of actors with threads. Until
   * `heal()` messages on these links are lost and everything else is held. A thread that is cut off from `main` for
   * more than `unreachableAfterMs` is lost, as if it had crashed with UnreachableError.
   */
  partition(a: readonly string[], b: readonly string[]): void {
    this.#conditions.cut(a, b)
    for (const place of this.#places) this.#suspect(place)
  }

  /** Ends all cuts: what was held goes on, in order. */
  heal(): void {
    this.#healed++
    this.#conditions.heal()
    for (const place of this.#places) place.release()
  }

  /** Moves the clock on by `ms`: see {@link VirtualClock.advance}. */
  advance(ms: number): Promise<void> {
    return this.clock.advance(ms)
  }

  /** Moves the clock on until nothing is left to do: see {@link VirtualClock.runUntilIdle}. */
  runUntilIdle(withinMs?: number): Promise<boolean> {
    return this.clock.runUntilIdle(withinMs)
  }

  /** Moves the clock on until the promise has settled: see {@link VirtualClock.until}. */
  until<T>(promise: PromiseLike<T>, withinMs?: number): Promise<T> {
    return this.clock.until(promise, withinMs)
  }

  // --- for the links ---

  /** @internal */
  fate(envelope: Envelope, droppable: boolean): Fate {
    return this.#conditions.fate(this.#name(envelope.from), this.#name(envelope.to), droppable)
  }

  /** @internal */
  lag(envelope: Envelope): number {
    return this.#conditions.lag(this.#name(envelope.from), this.#name(envelope.to))
  }

  /** @internal */
  isCut(envelope: Envelope): boolean {
    return this.#conditions.isCut(this.#name(envelope.from), this.#name(envelope.to))
  }

  /** @internal */
  note(event: TraceEntry['event'], { from, to, kind, actor, id, name }: Envelope): void {
    const [source, target] = [this.#name(from), this.#name(to)]
    this.#trace.add({ atMs: this.clock.now(), event, from: source, to: target, kind, actor, id, name })
  }

  #name(at: Whereabouts): string {
    return at.place === 0 ? 'main' : (this.#names.get(`${at.node} ${at.place}`) ?? `place ${at.place}`)
  }

  #open(program: Program): SimulatedPlace {
    const { node, place: number } = program.here
    this.#names.set(`${node} ${number}`, program.name)
    const place = openPlace(this, program)
    this.#places.add(place)
    void place.exit.then(() => this.#places.delete(place))
    this.#suspect(place)
    return place
  }

  /** Gives a place up if its cut lasts. */
  #suspect(place: SimulatedPlace): void {
    if (!this.#conditions.isCut('main', place.name)) return
    const healed = this.#healed
    this.clock.schedule(this.#unreachableAfterMs, () => {
      if (this.#healed === healed && this.#places.has(place)) place.unreachable(this.#unreachableAfterMs)
    })
  }
}

/**
 * One thread, virtual time, links under control: `const sim = simulation({ seed: 7, latency: { minMs: 1, maxMs: 5 } })`.
 *
 * @throws SimulationOptionError
 */
export function simulation(options: SimulationOptions = {}): Simulation {
  return new Simulation(options)
}

import type { EarlierDeath } from '../supervision/index.js'
import { RestartIntensity } from '../supervision/lives/intensity.js'
import { Respawn } from '../supervision/lives/respawn.js'
import type { Past } from './protocol.js'

/** Restarts are counted within a minute. */
const withinMs = 60_000

export const firstLife: Past = {
  life: 1,
  place: null,
  source: null,
  metrics: null,
  started: false,
  saved: false,
  described: false,
  crew: null,
  incidents: [],
  deaths: [],
  happened: [],
}

/** Decides over the next life of a run's process, as {@link Respawn} and {@link RestartIntensity} do for agents. */
export class Restarts {
  readonly #respawn: Respawn
  readonly #intensity: RestartIntensity
  #count = 0

  constructor(restarts: number, now: () => number = () => performance.now()) {
    this.#respawn = new Respawn(now)
    this.#intensity = new RestartIntensity(restarts, withinMs, now)
  }

  /** How often it was started again. */
  get count(): number {
    return this.#count
  }

  /**
   * A process has died. The delay of the next one in milliseconds; undefined when there should be none, because too
   * many died within a minute, or none of the last ones got beyond `furthest` steps.
   */
  next(furthest: number): number | undefined {
    const { delayMs, hopeless } = this.#respawn.failed(furthest)
    if (hopeless || !this.#intensity.spend()) return undefined
    this.#count++
    return delayMs
  }
}

/** What is said of a death that no later process has made good. */
export function lostIncident(death: EarlierDeath, id: number, batch: number, now: number) {
  const totalMs = Math.round((now - death.diedNs) / 1e5) / 10 + death.detectMs
  return {
    id,
    cause: death.cause,
    agent: null,
    host: 0,
    incarnation: death.life,
    step: death.step,
    attempt: 0,
    phase: null,
    generation: null,
    detectMs: death.detectMs,
    fenceMs: 0,
    reassignMs: 0,
    recomputeMs: 0,
    totalMs,
    recomputedShards: 0,
    recomputedSteps: 0,
    lostSteps: 1,
    lostSamples: batch,
    agents: null,
  }
}

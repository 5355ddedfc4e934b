import { core } from '../../src/native/index.js'
import { MeasurementError } from '../errors.js'

type Native = (...args: unknown[]) => unknown

/** Something that a run starts natively, and that goes by its number from then on. */
interface Thing {
  readonly start: string
  readonly stop: string
  /** What is asked about it meanwhile; while it is off, the last answer stands. */
  readonly ask: string
}

const things: readonly Thing[] = [
  { start: 'agentsWatch', stop: 'agentsUnwatch', ask: 'agentsStalls' },
  { start: 'memoryWriterStart', stop: 'memoryWriterStop', ask: 'memoryWriterState' },
]
/** The conductor's look at its run: supervision, incidents, events. */
const lookMs = 100

/**
 * Turns off what looks after a run, and on again, while the run goes on: by standing between the run and core.node,
 * and between it and its timer. What it costs can be told apart only within one process, and nobody else wants a
 * training that nobody looks after, so there is no option for it.
 */
export class Switch {
  readonly #started: { readonly on: () => void; readonly off: () => void }[] = []
  #off = false
  #timers = 0

  /** Before the run starts. */
  constructor() {
    const addon = core() as Record<string, Native>
    for (const thing of things) this.#standBetween(addon, thing)
    const { setInterval } = globalThis
    globalThis.setInterval = ((act: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      if (ms !== lookMs) return setInterval(act, ms, ...args)
      this.#timers++
      return setInterval(() => this.#off || act(...args), ms)
    }) as typeof setInterval
  }

  #standBetween(addon: Record<string, Native>, { start, stop, ask }: Thing): void {
    const [starts, stops, asks] = [start, stop, ask].map((name) => addon[name]!) as [Native, Native, Native]
    addon[start] = (...args) => {
      const first = starts(...args)
      let now = first
      let answer = asks(first)
      const by =
        (act: Native): Native =>
        (id, ...more) =>
          act(id === first ? now : id, ...more)
      this.#started.push({
        off: () => {
          answer = asks(now)
          stops(now)
        },
        on: () => {
          now = starts(...args)
        },
      })
      addon[stop] = by(stops)
      addon[ask] = (id) => (this.#off ? answer : by(asks)(id))
      return first
    }
  }

  /** @throws MeasurementError when the run has not started everything that is to be turned off */
  turn(on: boolean): void {
    if (this.#started.length !== things.length || this.#timers === 0)
      throw new MeasurementError(
        'the run',
        'is not looked after as the benchmark expects: see bench/repair/switch.ts.',
      )
    if (on !== this.#off) return
    this.#off = !on
    for (const thing of this.#started) on ? thing.on() : thing.off()
  }
}

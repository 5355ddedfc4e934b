import { inspect } from 'node:util'
import {
  type ActorContext,
  type ActorRef,
  type ActorSystem,
  type Deferred,
  type Down,
  defineActor,
  type Handlers,
  type Names,
  type PayloadOf,
  type Simulation,
  StalledError,
} from '../actor/index.js'
import { textOf } from '../errors.js'
import { checkObject, checkSpan } from '../transport/simulated/errors.js'
import { ExpectationError } from './errors.js'

/** A message that a probe got. */
export interface ProbeMessage<P = any> {
  readonly name: string
  readonly payload: P
  /** When it came, in virtual milliseconds. */
  readonly atMs: number
  /** Answers an ask; for a tell it does nothing. An ask that is never answered waits for its deadline. */
  reply(value?: unknown): void
  /** Rejects an ask. */
  fail(error: unknown): void
}

export interface Within {
  /** Virtual milliseconds, default 1000. The clock moves only as far as it must. */
  withinMs?: number
}

const defaultWithinMs = 1000

/** @throws SimulationOptionError */
function spanOf(within: Within): number {
  checkObject(within, 'within')
  const { withinMs = defaultWithinMs } = within
  checkSpan(withinMs, 'withinMs')
  return withinMs
}

/** How much of what came is told in an error. */
const toldMessages = 5

/**
 * An actor whose messages a test reads: give its `ref` to the actors under test. It takes any message, and says
 * nothing but what the test says. Made by `TestSystem.probe`.
 */
export class Probe<H extends Handlers = any> {
  readonly ref: ActorRef<H>
  readonly #context: ActorContext
  readonly #simulation: Simulation
  readonly #received: ProbeMessage[]
  readonly #downs: Down[] = []
  readonly #watched: ActorRef[] = []
  #wake: () => void = () => {}
  #read = 0

  private constructor(context: ActorContext, simulation: Simulation, received: ProbeMessage[]) {
    this.#context = context
    this.#simulation = simulation
    this.#received = received
    this.ref = context.self
  }

  /** Use `TestSystem.probe`. */
  static async start<H extends Handlers>(
    system: ActorSystem,
    simulation: Simulation,
    name: string | undefined,
  ): Promise<Probe<H>> {
    const received: ProbeMessage[] = []
    let context!: ActorContext
    const whole: { probe?: Probe<H> } = {}
    const definition = defineActor(import.meta.url, (ctx) => {
      context = ctx
      return anyHandler((message, payload) => {
        const deferred: Deferred<unknown> = ctx.defer()
        received.push({
          name: message,
          payload,
          atMs: simulation.clock.now(),
          reply: (value) => deferred.reply(value),
          fail: (error) => deferred.fail(error),
        })
        if (whole.probe) whole.probe.#wake()
        return deferred
      })
    })
    await simulation.until(system.spawn(definition, undefined, name === undefined ? {} : { name }))
    whole.probe = new Probe<H>(context, simulation, received)
    return whole.probe
  }

  /** All messages so far, whether the test expected them or not. */
  get received(): readonly ProbeMessage[] {
    return this.#received
  }

  /**
   * The next message that was not read yet, moving the clock on until it comes. With `name` it must be that one.
   *
   * @throws ExpectationError when another one comes, or none in time
   */
  async expectMessage<K extends Names<H>>(
    name?: K,
    within: Within = {},
  ): Promise<ProbeMessage<PayloadOf<H[K]>>> {
    const withinMs = spanOf(within)
    const expected = name === undefined ? 'a message' : `the message '${textOf(name)}'`
    if (!(await this.#comes(() => this.#received.length > this.#read, withinMs))) {
      throw this.#missed(`${expected} within ${withinMs} ms`, this.#told('nothing came'))
    }
    const message = this.#received[this.#read++]!
    if (name !== undefined && message.name !== name) throw this.#missed(expected, `${show(message)} came`)
    return message
  }

  /**
   * Lets `withinMs` (default 1000) pass, in which no message may come; those that came before and were not read
   * count too.
   *
   * @throws ExpectationError
   */
  async expectNoMessage(within: Within = {}): Promise<void> {
    const withinMs = spanOf(within)
    await this.#simulation.advance(withinMs)
    const message = this.#received[this.#read]
    if (message) throw this.#missed(`no message within ${withinMs} ms`, `${show(message)} came`)
  }

  /** Watches an actor from now on, for {@link expectTerminated}. */
  watch(ref: ActorRef): void {
    if (this.#watched.some((other) => other.equals(ref))) return
    this.#context.watch(ref, (down) => {
      this.#downs.push(down)
      this.#wake()
    })
    this.#watched.push(ref)
  }

  /**
   * How the actor was gone for good, moving the clock on until it is.
   *
   * @throws ExpectationError when it still lives after `withinMs`
   */
  async expectTerminated(ref: ActorRef, within: Within = {}): Promise<Down> {
    const withinMs = spanOf(within)
    this.watch(ref)
    const find = () => this.#downs.find((down) => down.ref.equals(ref))
    await this.#comes(() => find() !== undefined, withinMs)
    const down = find()
    if (down) return down
    throw this.#missed(`${ref.path} to terminate within ${withinMs} ms`, 'it lives')
  }

  /** Whether `holds` becomes true, by a message or a death, within the time given. */
  async #comes(holds: () => boolean, withinMs: number): Promise<boolean> {
    const came = new Promise<void>((resolve) => {
      this.#wake = () => {
        if (holds()) resolve()
      }
      this.#wake()
    })
    try {
      await this.#simulation.until(came, withinMs)
      return true
    } catch (error) {
      if (error instanceof StalledError) return false
      throw error
    } finally {
      this.#wake = () => {}
    }
  }

  #missed(expected: string, instead: string): ExpectationError {
    return new ExpectationError(this.ref.path, expected, instead)
  }

  #told(nothing: string): string {
    if (this.#received.length === 0) return nothing
    return `${nothing} after ${this.#received.slice(-toldMessages).map(show).join(', ')}`
  }
}

function show({ name, payload, atMs }: ProbeMessage): string {
  const text = inspect(payload, { depth: 2, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80 })
  return `'${name}' (${text.slice(0, 200)}) at ${atMs} ms`
}

/** Handlers that have one for every name; `then` would make a promise of them, NUL is the runtime's. */
function anyHandler(handle: (name: string, payload: unknown) => unknown): Handlers {
  const of = (name: string | symbol) =>
    typeof name === 'string' && name !== 'then' && !name.startsWith('\0')
      ? (payload: unknown) => handle(name, payload)
      : undefined
  return new Proxy<Handlers>(
    {},
    {
      get: (_, name) => of(name),
      getOwnPropertyDescriptor: (_, name) => {
        const value = of(name)
        return value && { value, configurable: true, enumerable: true, writable: true }
      },
    },
  )
}

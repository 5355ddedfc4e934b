import {
  type ActorDefinition,
  type ActorRef,
  ActorSystem,
  type DeadLetter,
  type Failure,
  type Handlers,
  type Simulation,
  type SimulationOptions,
  type SpawnOptions,
  simulation,
} from '../actor/index.js'
import { checkObject, SimulationOptionError } from '../transport/simulated/errors.js'
import { Probe } from './probe.js'

export interface TestSystemOptions extends SimulationOptions {
  /** Hears of every failure; they are also kept in `failures`. */
  onFailure?: (failure: Failure) => void
}

/**
 * An actor system in one thread, under virtual time: actors with `placement: 'thread'` live here too, behind
 * simulated links. What waits here moves the clock as far as it must.
 */
export class TestSystem implements AsyncDisposable {
  readonly system: ActorSystem
  readonly simulation: Simulation
  /** Every failure so far, in order. */
  readonly failures: readonly Failure[]
  /** Every dead letter reported so far, in order. */
  readonly deadLetters: readonly DeadLetter[]

  private constructor(system: ActorSystem, world: Simulation, failures: readonly Failure[]) {
    this.system = system
    this.simulation = world
    this.failures = failures
    const letters: DeadLetter[] = []
    system.deadLetters.subscribe((letter) => letters.push(letter))
    this.deadLetters = letters
  }

  /** Use {@link testSystem}. */
  static async start(given: TestSystemOptions): Promise<TestSystem> {
    checkObject(given, 'testSystem')
    const { onFailure, ...options } = given
    if (onFailure !== undefined && typeof onFailure !== 'function')
      throw new SimulationOptionError('onFailure', 'expected a function')
    const world = simulation(options)
    const { clock, random, transport } = world
    const failures: Failure[] = []
    const system = await ActorSystem.start({
      clock,
      random,
      transport,
      onFailure: (failure) => {
        failures.push(failure)
        onFailure?.(failure)
      },
    })
    return new TestSystem(system, world, failures)
  }

  /** Like `ActorSystem.spawn`. */
  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: NoInfer<A>,
    options?: SpawnOptions,
  ): Promise<ActorRef<H>> {
    return this.until(this.system.spawn(definition, args, options))
  }

  /**
   * An actor whose messages the test reads. Say which it takes: `probe<HandlersOf<typeof Counter>>()`, or
   * `probe<{ done: (result: number) => void }>()`.
   */
  async probe<H extends Handlers = any>(options: { name?: string } = {}): Promise<Probe<H>> {
    checkObject(options, 'probe')
    const { name } = options
    return Probe.start<H>(this.system, this.simulation, name)
  }

  /** Lets virtual time pass: everything that falls due happens, in order. */
  advance(ms: number): Promise<void> {
    return this.simulation.advance(ms)
  }

  /**
   * Lets virtual time pass until the promise has settled, and settles like it.
   *
   * @throws StalledError when it doesn't within `withinMs` (default 600,000), or can't by the virtual clock
   */
  until<T>(promise: PromiseLike<T>, withinMs?: number): Promise<T> {
    return this.simulation.until(promise, withinMs)
  }

  /** Like `ActorSystem.kill`. */
  kill(ref: ActorRef): Promise<void> {
    return this.until(this.system.kill(ref))
  }

  /** Ends all partitions and stops the system. */
  async stop(options?: { graceMs?: number }): Promise<void> {
    this.simulation.heal()
    return this.until(this.system.stop(options))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}

/**
 * Starts a system for a test: `await using system = await testSystem({ seed: 1 })`.
 *
 * @throws SimulationOptionError
 */
export function testSystem(options: TestSystemOptions = {}): Promise<TestSystem> {
  return TestSystem.start(options)
}

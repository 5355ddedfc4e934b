import { threadTransport } from '../transport/thread-transport.js'
import { whereabouts } from '../transport/whereabouts.js'
import { checkOptions } from './callbacks.js'
import { Cell } from './cell/cell.js'
import { kill } from './children/stopping.js'
import type { Failure } from './children/supervision.js'
import { systemClock } from './clock.js'
import type { ActorDefinition } from './context.js'
import { ActorDownError, KillTimeoutError } from './errors.js'
import type { Group } from './group/group.js'
import type { GroupOptions } from './group/options.js'
import { spawnGroup } from './group/spawn.js'
import type { Handlers } from './handlers.js'
import { Inspector } from './observe/inspect.js'
import type { Inspection } from './observe/inspection.js'
import type { Stalls } from './observe/stall.js'
import type { TraceListener, Untrace } from './observe/trace.js'
import {
  checkDelay,
  checkInspect,
  checkSystem,
  type InspectOptions,
  type SpawnOptions,
  type SystemOptions,
  watchdogOf,
} from './options.js'
import type { DeadLetters } from './place/dead-letters.js'
import { Hub } from './place/hub.js'
import type { Kernel } from './place/kernel.js'
import { checkPool, type PoolOptions } from './pool/options.js'
import { Pool } from './pool/pool.js'
import { Pools } from './pool/pools.js'
import { type ActorRef, checkRef } from './ref.js'
import { type LookupOptions, lookup, type NameRegistry, register, unregister } from './registry/names.js'
import type { ConnectOptions, ListenOptions } from './remote/options.js'
import type { Listening, Peer } from './remote/peer.js'
import type { Peers } from './remote/peers.js'
import type { RouterOptions, Routing } from './router/options.js'
import type { Router } from './router/router.js'
import { routeTo, spawnRouter } from './router/spawn.js'

/** How long stop() waits for threads that were terminated. */
const hangMs = 10_000

/** A tree of actors, with its threads. Several may live in one process. */
export class ActorSystem implements AsyncDisposable, NameRegistry {
  readonly #hub: Hub
  /** Parent of the actors at the top of the tree. */
  readonly #guardian: Cell
  /** Parent of the threads that actors share; they stop after all others. */
  readonly #threads: Cell
  readonly #pools: Pools
  #pooled = 0
  #remote: Peers | undefined
  #inspector: Inspector | undefined
  #stopping: Promise<void> | undefined

  private constructor(options: SystemOptions) {
    const checked = checkSystem(options)
    const { clock = systemClock, random = Math.random, transport, onFailure = print, trace } = checked
    const { onStall, timing } = checked
    const observe = { watchdog: watchdogOf(checked), onStall, timing }
    this.#hub = new Hub(transport ?? threadTransport(), { clock, random }, onFailure, observe)
    if (trace) this.trace(trace)
    const { kernel, seating } = this.#hub
    this.#guardian = root(kernel, 1, '')
    const threads = root(kernel, kernel.nextUid(), '/pools')
    this.#pools = new Pools(kernel, seating, threads.children, checked.devices, (place) =>
      this.#hub.places.isDown(place),
    )
    this.#threads = threads
    this.#hub.pools = this.#pools
  }

  /** @throws ActorOptionError */
  static async start(options: SystemOptions = {}): Promise<ActorSystem> {
    return new ActorSystem(options)
  }

  /** Messages that reached no handler, anywhere in the system; payloads not included. */
  get deadLetters(): Pick<DeadLetters, 'count' | 'subscribe'> {
    return this.#hub.kernel.deadLetters
  }

  /** Handlers that don't return, anywhere in the system; see `watchdog` and `onStall` of the system's options. */
  get stalls(): Pick<Stalls, 'subscribe'> {
    return this.#hub.observer.stalls
  }

  /**
   * Calls `listener` for everything that happens to messages and actors in all threads of this process, from now
   * on; the result ends that. Events of other threads come in batches, in order for each thread. `dropped` of the
   * result counts those that were lost because they came faster than the main thread took them.
   */
  trace(listener: TraceListener): Untrace {
    const { traces } = this.#hub.observer
    traces.add(listener)
    if (traces.size === 1) this.#hub.trace(true)
    const untrace = () => {
      if (traces.remove(listener) && traces.size === 0) this.#hub.trace(false)
    }
    return Object.defineProperty(untrace, 'dropped', { get: () => traces.dropped }) as Untrace
  }

  /**
   * What all actors of this process are doing: prints as a table. A thread that does not answer within `timeoutMs`
   * (default 1000) is shown with what its monitor says. At most `limit` (10,000) actors of each thread are shown.
   *
   * @throws ActorOptionError
   */
  async inspect(options: InspectOptions = {}): Promise<Inspection> {
    const { timeoutMs, limit } = checkInspect(options)
    const { kernel, observer } = this.#hub
    this.#inspector ??= new Inspector(observer)
    const ask = (place: number) =>
      kernel.request(whereabouts(kernel.here.node, place), 'inspect', { limit }, { timeoutMs })
    const main = { id: 0, name: 'main', state: 'ok' } as const
    return this.#inspector.inspect([main, ...this.#hub.places.known()], ask)
  }

  /** Starts an actor at the top of the tree. Like `ctx.spawn`. */
  spawn<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    args: NoInfer<A>,
    options?: SpawnOptions,
  ): Promise<ActorRef<H>> {
    if (this.#stopping) return Promise.reject(new ActorDownError('the system', 'stopped'))
    return this.#guardian.children.spawn(definition, args, options)
  }

  /** Like `ctx.router`. */
  router<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => NoInfer<A>,
    options: NoInfer<RouterOptions<H>>,
  ): Promise<Router<H>> {
    if (this.#stopping) return Promise.reject(new ActorDownError('the system', 'stopped'))
    return spawnRouter(this.#guardian.children, definition, argsOf, options)
  }

  /** Like `ctx.spawnGroup`. */
  spawnGroup<H extends Handlers, A>(
    definition: ActorDefinition<H, A>,
    argsOf: (index: number) => NoInfer<A>,
    options: GroupOptions,
  ): Promise<Group<H>> {
    if (this.#stopping) return Promise.reject(new ActorDownError('the system', 'stopped'))
    return spawnGroup(this.#guardian.children, definition, argsOf, options, (run) => void run())
  }

  /** Like `ctx.routeTo`. */
  routeTo<H extends Handlers>(refs: readonly ActorRef<H>[], routing: NoInfer<Routing<H>>): Router<H> {
    return routeTo(this.#guardian.children, refs, routing)
  }

  /**
   * Starts threads that many actors share: see `placement: { pool }`.
   *
   * @throws ActorOptionError, NameTakenError
   */
  async pool(options: PoolOptions): Promise<Pool> {
    if (this.#stopping) throw new ActorDownError('the system', 'stopped')
    const checked = checkPool(options, () => `pool-${++this.#pooled}`)
    await this.#pools.open(checked)
    return new Pool(this.#pools, checked.name)
  }

  /**
   * Lets other processes connect. On any address but a loopback one only with `tls`.
   *
   * @throws ActorOptionError, InsecureAddressError, CertificateError, ListenError
   */
  async listen(options: ListenOptions = {}): Promise<Listening> {
    return (await this.#peers()).listen(options)
  }

  /**
   * Connects to a process that listens, and again when the connection is lost.
   *
   * @throws ActorOptionError, InsecureAddressError, ConnectError, CertificateError, HandshakeError, FrameError
   */
  async connect(options: ConnectOptions): Promise<Peer> {
    return (await this.#peers()).connect(options)
  }

  /** Made on first use: most systems are one process, and sockets and TLS take time to load. */
  async #peers(): Promise<Peers> {
    const { Peers } = await import('./remote/peers.js')
    if (this.#stopping) throw new ActorDownError('the system', 'stopped')
    if (!this.#remote) {
      this.#remote = new Peers(this.#hub)
      this.#hub.peers = this.#remote
    }
    return this.#remote
  }

  /** Like `ctx.kill`. */
  async kill(ref: ActorRef, options?: { timeoutMs?: number }): Promise<void> {
    const { timeoutMs = 10_000 } = checkOptions(options, 'kill', ['timeoutMs'])
    checkRef(this.#hub.kernel, ref, 'kill')
    await kill(this.#hub.kernel, ref.address, checkDelay(timeoutMs, 'kill.timeoutMs'))
  }

  register(name: string, ref: ActorRef): Promise<void> {
    return register(this.#hub.kernel, name, ref)
  }

  unregister(name: string): Promise<boolean> {
    return unregister(this.#hub.kernel, name)
  }

  lookup<H extends Handlers = any>(name: string): Promise<ActorRef<H> | undefined>
  lookup<H extends Handlers = any>(name: string, options: LookupOptions): Promise<ActorRef<H>>
  lookup(name: string, options?: LookupOptions): Promise<ActorRef | undefined> {
    return lookup(this.#hub.kernel, name, options)
  }

  /**
   * Stops every actor, the last started first; what does not end within `graceMs` (default 5000) is killed. A thread
   * that was killed before and still runs is waited for `killMs` (default 10,000). Afterwards nothing of the system
   * keeps the process alive. Safe to call twice.
   *
   * @throws KillTimeoutError when a thread hangs in native code; all others are stopped all the same
   */
  async stop(options?: { graceMs?: number; killMs?: number }): Promise<void> {
    const { graceMs = 5000, killMs = hangMs } = checkOptions(options, 'stop', ['graceMs', 'killMs'])
    this.#stopping ??= this.#stop(checkDelay(graceMs, 'stop.graceMs'), checkDelay(killMs, 'stop.killMs'))
    return this.#stopping
  }

  async #stop(graceMs: number, killMs: number): Promise<void> {
    const { kernel } = this.#hub
    // First: whoever owns one of these would wait for it too.
    const abandoned = await this.#hub.places.abandon(killMs)
    const deadline = kernel.clock.now() + graceMs
    // While the connections last, so that others hear how their actors ended.
    await this.#remote?.stopGuests(graceMs)
    await this.#guardian.children.stopAll(deadline)
    await this.#threads.children.stopAll(deadline)
    const hanging = [...abandoned, ...(await this.#hub.places.closeAll(killMs))]
    await this.#remote?.close()
    kernel.dispose()
    this.#hub.observer.stop()
    if (hanging.length > 0) throw new KillTimeoutError(hanging.join(', '), killMs)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}

/** Has children but no handlers, so it never fails. */
function root(kernel: Kernel, uid: number, path: string): Cell {
  const { here } = kernel
  const origin = {
    args: undefined,
    address: { ...here, uid, path, capacity: 1 },
    parent: { ...here, uid: 0 },
    incarnation: 0,
    overflow: 'drop-new',
    stash: 0,
    spawnTimeoutMs: 0,
  } as const
  return new Cell(kernel, origin, () => () => ({}))
}

function print({ path, incarnation, error, decision }: Failure): void {
  const code = 'code' in error ? `${String(error.code)} ` : ''
  const then = { restart: 'restarting', stop: 'stopped', escalate: 'stopped, its parent fails too' }[decision]
  process.stderr.write(
    `troupe: ${path} (incarnation ${incarnation}) failed: ${code}${error.message}; ${then}\n`,
  )
}

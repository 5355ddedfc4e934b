import type supervisor from '../../agents/supervisor.js'
import type { ActorDefinition, ActorRef, Handlers } from '../actor/index.js'
import { type AgentView, type Life, NoWorkError } from '../supervision/index.js'

type HandlersOf<D> = D extends ActorDefinition<infer H extends Handlers, any> ? H : never
export type SupervisorRef = ActorRef<HandlersOf<typeof supervisor>>

/** Starting all threads with their libraries; each has a deadline of its own below this. */
const beginMs = 120_000
/** The supervisor answers between two handlers; none of them waits. */
const timeoutMs = 10_000

/** The agents of a run, as its conductor asks after them and commands them: by messages to their supervisor. */
export class Agents {
  readonly #supervisor: SupervisorRef
  readonly #shards: number
  #view: readonly AgentView[] = []

  constructor(supervisor: SupervisorRef, shards: number) {
    this.#supervisor = supervisor
    this.#shards = shards
  }

  /** Starts them; they wait for {@link open}. Rejects with what one of them failed with on its way to its seat. */
  async begin(): Promise<void> {
    await this.#supervisor.ask('begin', undefined, { timeoutMs: beginMs })
  }

  /** Lets them compute. */
  open(): void {
    this.#supervisor.tell('open')
  }

  /** The agents by id, as they were at the last look. */
  get view(): readonly AgentView[] {
    return this.#view
  }

  /** Renews the view. */
  async look(): Promise<readonly AgentView[]> {
    this.#view = await this.#supervisor.ask('agents', undefined, { timeoutMs })
    return this.#view
  }

  /** Has what is committed settled, and renews the view as soon as there is an answer. */
  settle(): void {
    this.#supervisor.tell('settle')
    this.#lookSoon()
  }

  /** False for an agent that is not there, and when the run is over: there is nobody to kill then. */
  kill(agent: number): Promise<boolean> {
    return this.#supervisor.ask('kill', agent, { timeoutMs }).catch((error: unknown) => {
      if ((error as { code?: string }).code === 'ERR_ACTOR_DOWN') return false
      throw error
    })
  }

  /** Makes an agent's own code throw, or its thread end, without anybody waiting for it: faults are done so. */
  readonly strike = {
    kill: (agent: number) => this.#supervisor.tell('kill', agent),
    fail: (agent: number, error: { code: string; message: string }) =>
      this.#supervisor.tell('fail', { agent, error }),
  }

  async spawnAgent(): Promise<number> {
    const id = await this.#supervisor.ask('spawnAgent', undefined, { timeoutMs })
    if (id === null) throw new NoWorkError(this.#shards)
    this.#lookSoon()
    return id
  }

  async stopAgent(agent: number): Promise<boolean> {
    const stops = await this.#supervisor.ask('stopAgent', agent, { timeoutMs })
    this.#lookSoon()
    return stops
  }

  async resize(agents: number): Promise<void> {
    if (!(agents >= 1 && agents <= this.#shards)) throw new NoWorkError(this.#shards)
    const view = await this.look()
    const there = view.filter(({ state }) => state !== 'retired' && state !== 'leaving')
    for (let n = there.length; n < agents; n++) await this.spawnAgent()
    for (const { agent } of there.slice(agents).reverse()) await this.stopAgent(agent)
  }

  /** Nothing that happens to them from here on is an incident. Gives the lives whose threads hang. */
  async end(): Promise<readonly Life[]> {
    return (await this.#supervisor.ask('end', undefined, { timeoutMs }).catch(() => [])) ?? []
  }

  #lookSoon(): void {
    // When the run has just ended, the view stays as it was.
    this.look().catch(() => {})
  }
}

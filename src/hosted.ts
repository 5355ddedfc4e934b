import { ProcessGoneError } from './launcher/errors.js'
import { memoryFd } from './launcher/process.js'
import type { HostOrder, Order } from './launcher/protocol.js'
import type { HostSeat, Seat } from './launcher/seat.js'
import { isLast, type RunEvent } from './observe/index.js'
import type { Run } from './run/index.js'
import { MemoryFile } from './state/index.js'
import { trainHere } from './train.js'
import { decodeError, encodeError } from './transport/error-record.js'

/** How often the launcher hears of the agents; ten such times pass without news at most. */
const beatMs = 100
/** Faults of the process itself, which another process does not have: their run is not over. */
const curedByRestart = new Set(['ERR_UPDATE_HUNG'])

/** Runs one job for a launcher: everything that happens is told to it, and what it orders is done. */
export async function runHost(seat: Seat, { task, options, stallMs, past }: HostOrder): Promise<void> {
  const host = new Host(seat)
  const abort = new AbortController()
  let run: Run | undefined
  let stopping = false
  let failure: Error | undefined
  seat.onOrder((order) => {
    if (order.kind === 'stop') {
      stopping = true
      // A run that trained before begins once more: what memory holds is to get onto the disk.
      if (run !== undefined || !past.started) abort.abort()
    } else if (order.kind === 'fail') {
      failure = decodeError(order.error)
      run?.fail(failure)
    } else if (order.kind === 'call') void answer(seat, run, order)
  })
  try {
    const memory = MemoryFile.open(memoryFd)
    run = await trainHere(task, { ...options, stallMs, signal: abort.signal }, memory, {
      past,
      ...host.reports,
    })
  } catch (error) {
    return seat.last({ kind: 'refused', error: encodeError(error) })
  }
  if (stopping) abort.abort()
  if (failure !== undefined) run.fail(failure)
  const running = run
  seat.onStray((error) => running.fail(error))
  await host.follow(running)
}

/** What is told of a run while it goes on. */
class Host {
  readonly #seat: Seat
  #happened: () => readonly number[] = () => []
  #step = 0
  /** What was told of the agents last. */
  #told = ''
  /** A thread hangs for good: once the state after so many commits is safe, a fresh process goes on. */
  #recycleAt = Number.POSITIVE_INFINITY
  #why = ''

  constructor(seat: Seat) {
    this.#seat = seat
  }

  get reports(): Omit<HostSeat, 'past'> {
    return {
      placed: (place) => void this.#seat.tell({ kind: 'placed', place }),
      prepared: (news) => void this.#seat.tell({ kind: 'prepared', ...news }),
      described: (meaning) => void this.#seat.tell({ kind: 'described', meaning }),
      armed: (happened) => {
        this.#happened = happened
      },
      strike: () => this.#end(null),
      saved: (step) => this.#saved(step),
    }
  }

  /** Tells everything up to the end of the run, and ends the process. */
  async follow(run: Run): Promise<void> {
    const seat = this.#seat
    // Whoever is handed the run finds its agents there.
    await this.#look(run)
    await seat.tell({ kind: 'opened' })
    const stopBeats = this.#beat(run)
    let last: RunEvent | undefined
    for await (const event of run.events()) {
      if (isLast(event)) last = event
      else await this.#pass(event)
    }
    stopBeats()
    try {
      const { model: _, ...result } = await run.done
      await seat.last({ kind: 'done', event: last!, result })
    } catch (error) {
      if (curedByRestart.has((error as { code?: string }).code ?? '')) {
        this.#end(`process was ended: ${(error as Error).message.split(':', 1)[0]}`)
        return
      }
      await seat.last({ kind: 'failed', event: last ?? null, error: encodeError(error) })
    }
  }

  /** Waits until the event is on its way: a launcher that does not read keeps one here, and the rest in the stream. */
  async #pass(event: RunEvent): Promise<void> {
    if (event.event === 'step') this.#step = event.step
    if (event.event === 'warning' && event.code === 'ERR_AGENT_ABANDONED' && this.#why === '') {
      this.#why = event.message.split(',', 1)[0]!
      this.#recycleAt = this.#step + 1
    }
    await this.#seat.tell({ kind: 'event', event })
    if (event.event === 'checkpoint') this.#saved(event.step)
  }

  #saved(step: number): void {
    if (step >= this.#recycleAt) this.#end(`process was recycled: ${this.#why}`)
  }

  #end(cause: string | null): void {
    void this.#seat.tell({ kind: 'end', cause, happened: this.#happened() })
  }

  #beat(run: Run): () => void {
    let still = 0
    let sending = false
    const timer = setInterval(() => {
      if (sending || (this.#seen(run) === this.#told && ++still < 10)) return
      still = 0
      sending = true
      void this.#look(run).then(() => {
        sending = false
      })
    }, beatMs)
    return () => clearInterval(timer)
  }

  #seen(run: Run): string {
    return JSON.stringify([run.agents, this.#happened()])
  }

  /** Tells how the agents are. */
  #look(run: Run): Promise<unknown> {
    this.#told = this.#seen(run)
    const agents = run.agents.map(({ kill: _, ...agent }) => agent)
    return this.#seat.tell({ kind: 'beat', agents, happened: this.#happened() })
  }
}

/** Answers a question; one that comes before the run trains has nobody to go to. */
async function answer(
  seat: Seat,
  run: Run | undefined,
  call: Extract<Order, { kind: 'call' }>,
): Promise<void> {
  const { id, method, argument } = call
  try {
    if (run === undefined) throw new ProcessGoneError(method)
    const value = await (method === 'kill'
      ? (run.agents[argument]?.kill() ?? false)
      : method === 'spawnAgent'
        ? run.spawnAgent()
        : run[method](argument))
    await seat.tell({ kind: 'answer', id, value })
  } catch (error) {
    await seat.tell({ kind: 'answer', id, error: encodeError(error) })
  }
}

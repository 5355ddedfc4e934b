import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isLastNews, type LastNews, type News, type Order } from './protocol.js'

/** The descriptor by which a run's process has its memory file: behind the standard ones and the channel. */
export const memoryFd = 4

/** The module that a run's process executes. */
const entry = fileURLToPath(new URL('../host.js', import.meta.url))

/** How long a process that has said its last word may take to end. */
const partMs = 10_000
/** How long what a dead process had sent may take to be read. */
const drainMs = 2_000
/** How often signs of life are looked for. */
const lookMs = 1_000

/** How a process of a run ended. */
export type Ending =
  | { readonly kind: 'last'; readonly news: LastNews }
  /** It died; `silentMs` is set when it was ended because nothing was heard of it. */
  | { readonly kind: 'died'; readonly cause: string; readonly diedNs: number; readonly silentMs: number }

export interface ProcessOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Where it prints; `stderr` keeps a stream of events on standard output clean. */
  readonly print: 'stdout' | 'stderr'
  /** Descriptor of the memory file that outlives it. */
  readonly memory: number
  /** Milliseconds without any sign of life, once it trains, after which it is ended. */
  readonly silentMs: number
}

/**
 * One process of a run, watched from outside. It is started by the calling thread, and dies with it
 * (see cpp/core/exit.cc).
 */
export class RunProcess {
  readonly ended: Promise<Ending>
  readonly #child: ChildProcess
  #last: LastNews | undefined
  #cause: string | undefined
  #opened = false
  /** Looks without a sign of life. Counted, not timed: this process may have been stopped meanwhile. */
  #silent = 0
  #silentMs = 0

  constructor({ cwd, env, print, memory, silentMs }: ProcessOptions, hear: (news: News) => void) {
    this.#child = spawn(process.execPath, [...heapLimits(), entry, String(process.pid)], {
      cwd,
      env,
      serialization: 'advanced',
      stdio: ['inherit', print === 'stdout' ? 'inherit' : 2, 'inherit', 'ipc', memory],
    })
    const child = this.#child
    child.on('message', (news: News) => {
      this.#silent = 0
      if (this.#last !== undefined) return
      if (news.kind === 'opened') this.#opened = true
      if (isLastNews(news)) this.#last = news
      else hear(news)
    })
    const watch = setInterval(() => {
      if (!this.#opened || ++this.#silent * lookMs < silentMs) return
      this.#silentMs = silentMs
      this.end(`process hung: nothing was heard of it for ${Math.round(silentMs / 1000)} s`)
    }, lookMs)
    this.ended = this.#watch().finally(() => clearInterval(watch))
  }

  async #watch(): Promise<Ending> {
    const child = this.#child
    const parted = new Promise<void>((resolve) => child.once('disconnect', resolve))
    const how = await new Promise<{ cause: string }>((resolve) => {
      child.once('error', (error) => resolve({ cause: `process could not be started: ${error.message}` }))
      child.once('exit', (code, signal) => resolve({ cause: describeEnd(code, signal) }))
      child.on('message', () => {
        if (this.#last !== undefined) setTimeout(() => child.kill('SIGKILL'), partMs).unref()
      })
    })
    const diedNs = Number(process.hrtime.bigint())
    // What it had sent may still be on its way.
    if (child.connected)
      await Promise.race([parted, new Promise((resolve) => setTimeout(resolve, drainMs).unref())])
    if (this.#last !== undefined) return { kind: 'last', news: this.#last }
    return { kind: 'died', cause: this.#cause ?? how.cause, diedNs, silentMs: this.#silentMs }
  }

  /** What cannot be sent any more is dropped, and it says so: its receiver is gone. */
  send(order: Order): boolean {
    if (!this.#child.connected) return false
    this.#child.send(order, () => {})
    return true
  }

  /** Ends it at once. `cause` says why, where the signal alone does not. */
  end(cause?: string): void {
    this.#cause ??= cause
    this.#child.kill('SIGKILL')
  }
}

/** The limits on JavaScript's heap that this process was started with. */
function heapLimits(): string[] {
  return process.execArgv.filter((argument) => /^--max[-_]\w+[-_]space[-_]size=/.test(argument))
}

const crashes = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'])

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === null) return `process exited with code ${code}`
  if (signal === 'SIGABRT') return 'process was aborted (SIGABRT)'
  return crashes.has(signal) ? `process crashed (${signal})` : `process was killed by ${signal}`
}

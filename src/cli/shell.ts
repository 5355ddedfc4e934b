import { writeSync } from 'node:fs'
import { TroupeError } from '../errors.js'
import { OutputError, StrayError } from './errors.js'
import { EXIT, isForeign, sentence } from './exit.js'

/** What a command that runs for long does about the process's troubles; without one they end the process at once. */
export interface Taker {
  /** The first Ctrl-C or SIGTERM. */
  ask(signal: NodeJS.Signals): void
  /** The second one, right before the process ends. Must not wait. */
  force?(): void
  /** An error that nobody caught, or output that cannot be written. `null`: whoever read the output has gone. */
  broke(error: Error | null): void
}

let taker: Taker | undefined
let asked: NodeJS.Signals | undefined
let broken = false
let settled = false
let expected = false
let ending: ((code: number) => never) | undefined

/**
 * Watches over the process: signals, errors that nobody caught, output that cannot be written, a `process.exit()`
 * that is not ours.
 *
 * It is installed before the commands are loaded, which takes a while: a signal in between would end the process as
 * if it knew none. Hence this file imports next to nothing.
 */
export function install(): void {
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.on('uncaughtException', (error, origin) => onStray(error, origin === 'unhandledRejection'))
  process.on('exit', onExit)
  // Node's own way of printing warnings stays that of all others.
  const others = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'TroupeWarning') tell(`troupe: warning: ${warning.message}`)
    else for (const print of others) print(warning)
  })
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => onOutputError(stream, error))
}

/** Makes a command responsible. What came before is handed over at once. Returns how to give it back. */
export function take(mine: Taker): () => void {
  taker = mine
  if (asked !== undefined) mine.ask(asked)
  return () => {
    taker = undefined
  }
}

/** The command line has been read: without a taker by now, a signal ends the process at once. */
export function settle(): void {
  settled = true
  if (asked !== undefined && taker === undefined) leave(EXIT.interrupted)
}

/** Ends the process as meant. */
export function leave(code: number): never {
  expected = true
  ending?.(code)
  process.exit(code)
}

/** How the process is to end from now on: where a thread hangs in native code, process.exit() would wait for it. */
export function endBy(end: (code: number) => never): void {
  ending = end
}

/**
 * Ends the process after a command. Not by letting the event loop run dry: a task may have left a timer or a socket
 * open in this thread, and nothing would ever end.
 */
export async function finish(): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) {
    if (!broken) await new Promise<void>((resolve) => stream.write('', () => resolve()))
  }
  leave(Number(process.exitCode ?? EXIT.success))
}

function onSignal(signal: NodeJS.Signals): void {
  if (asked !== undefined || (settled && taker === undefined)) {
    taker?.force?.()
    leave(EXIT.interrupted)
  }
  asked = signal
  taker?.ask(signal)
}

function onStray(thrown: unknown, rejected: boolean): void {
  // An error of ours has its sentence, and one in our own code needs its stack: neither is the task's.
  const own = thrown instanceof TroupeError || (thrown instanceof Error && !isForeign(thrown))
  end(own ? thrown : new StrayError(thrown, rejected))
}

function onOutputError(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  // Without stderr there is nobody left to tell.
  if (broken || stream !== process.stdout) return
  broken = true
  // A reader that closes early (`troupe devices | head -1`) is no failure of what only prints.
  if (error.code === 'EPIPE' && taker === undefined) leave(EXIT.success)
  end(error.code === 'EPIPE' ? null : new OutputError(error))
}

function end(error: Error | null): void {
  if (taker === undefined) {
    if (error !== null) tell(sentence(error))
    leave(EXIT.failure)
  }
  taker.broke(error)
}

function onExit(code: number): void {
  if (expected) return
  process.exitCode = EXIT.failure
  const caller = callerOfExit()
  tell(
    caller === undefined
      ? 'troupe: the process ended before the command had: something awaits a promise that nothing settles. ' +
          'Look for it in the task. (ERR_ENDED_EARLY)'
      : `troupe: process.exit(${code}) was called by ${caller}, and the process ended before the command had. ` +
          'Throw an error instead. (ERR_ENDED_EARLY)',
  )
}

/** `exit` is emitted within the call of process.exit(), so its caller stands on the stack. */
function callerOfExit(): string | undefined {
  const frames = (new Error().stack ?? '').split('\n').map((line) => line.trim())
  const at = frames.findIndex((frame) => /^at process\.exit\b/.test(frame))
  return at < 0 ? undefined : frames[at + 1]?.replace(/^at /, '')
}

/** Written synchronously: the process may end with the next statement. */
function tell(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {
    // Nobody reads it.
  }
}

import { EndedEarlyError } from '../launcher/errors.js'
import { printWarnings, tell } from '../launcher/warnings.js'
import { callerOfExit } from '../strays/blame.js'
import { strayOf } from '../strays/stray.js'
import { OutputError } from './errors.js'
import { EXIT, sentence } from './exit.js'

/** What a command that runs for long does about the process's troubles; without one they end the process at once. */
export interface Taker {
  /** The first Ctrl-C or SIGTERM, a SIGUSR1 or a SIGHUP. */
  ask(): void
  /** The second one, right before the process ends. Must not wait. */
  force?(): void
  /** An error that nobody caught, or output that cannot be written. `null`: whoever read the output has gone. */
  broke(error: Error | null): void
}

let taker: Taker | undefined
let asked: NodeJS.Signals | undefined
let noticed = false
let broken = false
let settled = false
let expected = false

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
  // A batch system's notice that the end is near; without a listener Node would open its debugger.
  process.on('SIGUSR1', onNotice)
  process.on('SIGHUP', onHangUp)
  process.on('uncaughtException', (error, origin) => onStray(error, origin === 'unhandledRejection'))
  process.on('exit', onExit)
  printWarnings()
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => onOutputError(stream, error))
}

/** Makes a command responsible. What came before is handed over at once. Returns how to give it back. */
export function take(mine: Taker): () => void {
  taker = mine
  if (asked !== undefined || noticed) mine.ask()
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
  process.exit(code)
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
  if (!noticed) taker?.ask()
}

/** It asks as a first signal does, and forces nothing: the SIGTERM that follows it finds a run that is stopping. */
function onNotice(): void {
  if (asked === undefined && !noticed) taker?.ask()
  noticed = true
}

/** The terminal has gone, and may say so more than once: that is no order to hurry. */
function onHangUp(): void {
  if (settled && taker === undefined) leave(EXIT.interrupted)
  onNotice()
}

function onStray(thrown: unknown, rejected: boolean): void {
  end(strayOf(thrown, rejected))
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
  tell(sentence(new EndedEarlyError(code, callerOfExit())))
}

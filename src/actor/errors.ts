import { TroupeError } from '../errors.js'
import { registerError } from '../transport/error-record.js'
import { NotEncodableError } from '../transport/errors.js'

export { NotEncodableError }

/** No reply came within the ask's `timeoutMs`. The receiver may still act on the message. */
export class AskTimeoutError extends TroupeError {
  constructor(path: string, message: string, timeoutMs: number) {
    super(
      'ERR_ASK_TIMEOUT',
      `${path} did not answer '${message}' within ${timeoutMs} ms: it is busy, or waits for you; raise timeoutMs or look for a cycle of asks`,
      { path, message, timeoutMs },
    )
  }
}

/** The ask's AbortSignal fired; `cause` is its reason. */
export class AskAbortedError extends TroupeError {
  constructor(path: string, message: string, reason: unknown) {
    super(
      'ERR_ASK_ABORTED',
      `the ask '${message}' to ${path} was aborted by its signal`,
      { path, message },
      reason,
    )
  }
}

/** How an actor or its place ended: a `Death`, or words of their own where it ended otherwise. */
export interface Ending {
  readonly reason: string
  readonly error?: Error
  readonly exitCode?: number
}

/** The receiver is dead, died before it answered, or its system stopped. */
export class ActorDownError extends TroupeError {
  /** @param exitCode of its thread, where that left by itself */
  constructor(path: string, reason: string, cause?: unknown, exitCode?: number) {
    super(
      'ERR_ACTOR_DOWN',
      `${path} is down (${reason}): watch it to react, or spawn another one`,
      { path, reason, ...(exitCode === undefined ? {} : { exitCode }) },
      cause,
    )
  }

  /** The error of an actor whose end is known. */
  static after(path: string, { reason, error, exitCode }: Ending): ActorDownError {
    return new ActorDownError(path, reason, error, exitCode)
  }
}

/** An ask met a full mailbox. */
export class MailboxFullError extends TroupeError {
  /** @param capacity of the mailbox; without it what is full is the way there */
  constructor(path: string, capacity?: number) {
    super(
      'ERR_MAILBOX_FULL',
      capacity === undefined
        ? `the way to ${path} is full: send slower (ref.offer says when)`
        : `the mailbox of ${path} is full (${capacity}): send slower (ref.offer says when), or raise mailbox.capacity`,
      capacity === undefined ? { path } : { path, capacity },
    )
  }
}

/** `ctx.stash()` found no room; the message was answered with this error, or became a dead letter. */
export class StashFullError extends TroupeError {
  constructor(path: string, capacity: number) {
    super(
      'ERR_STASH_FULL',
      `${path} has ${capacity} messages in its stash: unstash earlier, or raise mailbox.stash`,
      { path, capacity },
    )
  }
}

/** An actor that was watched without a callback died; the watcher fails with this. */
export class WatchedDiedError extends TroupeError {
  constructor(path: string, reason: string, cause?: unknown) {
    super(
      'ERR_WATCHED_DIED',
      `${path} died (${reason}) and this actor watches it without a callback: give ctx.watch one to survive that`,
      { path, reason },
      cause,
    )
  }
}

/** The receiver has no handler of this name. */
export class UnknownMessageError extends TroupeError {
  constructor(path: string, message: string, known: string[]) {
    super(
      'ERR_UNKNOWN_MESSAGE',
      `${path} has no handler '${message}'; it has: ${known.join(', ') || 'none'}`,
      {
        path,
        message,
        known,
      },
    )
  }
}

/** A child failed more often than its `supervise` allows; `cause` is the last failure. */
export class RestartIntensityError extends TroupeError {
  constructor(path: string, maxRestarts: number, withinMs: number, cause: unknown) {
    super(
      'ERR_RESTART_INTENSITY',
      `${path} failed more than ${maxRestarts} times within ${withinMs} ms: see the cause for the last failure`,
      { path, maxRestarts, withinMs },
      cause,
    )
  }
}

/** The module named by a definition does not export that definition as its default. */
export class NoActorExportError extends TroupeError {
  constructor(url: string, cause?: unknown) {
    super(
      'ERR_NO_ACTOR_EXPORT',
      `${url} has no default export made by defineActor(import.meta.url, …), or another one than was spawned: one module, one actor, exported as default`,
      { url },
      cause,
    )
  }
}

/** An actor's setup (and its thread's start) took longer than `spawnTimeoutMs`. */
export class SpawnTimeoutError extends TroupeError {
  constructor(path: string, timeoutMs: number) {
    super(
      'ERR_SPAWN_TIMEOUT',
      `${path} was not ready within ${timeoutMs} ms: its setup waits for something; raise spawnTimeoutMs or do it in a handler`,
      { path, timeoutMs },
    )
  }
}

/** A thread left without an exception: process.exit() inside it, or a native exit. */
export class ThreadExitedError extends TroupeError {
  constructor(path: string, exitCode: number) {
    super('ERR_THREAD_EXITED', `the thread of ${path} exited with code ${exitCode}`, { path, exitCode })
  }
}

/**
 * A thread gave no sign of life while one of its actors was killed, so it was terminated: all its actors failed
 * with this. `running`: what its monitor said last, if it was watched.
 */
export class ThreadHungError extends TroupeError {
  constructor(path: string, withinMs: number, running: { path: string; name: string } | undefined) {
    const what = running ? `'${running.name}' of ${running.path} did not return` : 'a handler did not return'
    super(
      'ERR_THREAD_HUNG',
      `the thread of ${path} did not answer within ${withinMs} ms and was terminated: ${what}; split long work up, or await in it`,
      { path, withinMs, ...(running ? { running } : {}) },
    )
  }
}

/** An actor outlived its kill: native code that does not return cannot be interrupted, nor can the main thread. */
export class KillTimeoutError extends TroupeError {
  constructor(path: string, timeoutMs: number) {
    super(
      'ERR_KILL_TIMEOUT',
      `${path} still lives ${timeoutMs} ms after its kill: its thread hangs in native code, which only the end of the process removes, or it is the main thread, or another process's`,
      { path, timeoutMs },
    )
  }
}

/** Two live children of one parent can't have the same name. */
export class NameTakenError extends TroupeError {
  constructor(path: string) {
    super('ERR_NAME_TAKEN', `${path} is taken: choose another name, or stop that actor first`, { path })
  }
}

/** Another actor is registered under this name. */
export class NameRegisteredError extends TroupeError {
  constructor(name: string, path: string) {
    super(
      'ERR_NAME_REGISTERED',
      `the name '${name}' is registered for ${path}: choose another one, or unregister it first`,
      { name, path },
    )
  }
}

/** Nobody registered this name in time. */
export class NameUnknownError extends TroupeError {
  constructor(name: string, timeoutMs: number) {
    super(
      'ERR_NAME_UNKNOWN',
      `nobody registered the name '${name}' within ${timeoutMs} ms: check its spelling, or wait longer`,
      { name, timeoutMs },
    )
  }
}

/** A ref of another system was given to this one, or something that is no ref. */
export class ForeignRefError extends TroupeError {
  constructor(call: string, what: string) {
    super(
      'ERR_FOREIGN_REF',
      `${call} got ${what}, which is no ref of this system: use refs that its spawn, messages or lookup gave you`,
      { call },
    )
  }
}

/** Something of the runtime was called where it can't do what it says. */
export class MisplacedCallError extends TroupeError {
  /** @param problem where it may be called, or what to call instead */
  constructor(path: string, call: string, problem: string) {
    super('ERR_MISPLACED_CALL', `${path}: ${call} ${problem}`, { path, call })
  }
}

/** An option of the actor runtime has a wrong value. */
export class ActorOptionError extends TroupeError {
  constructor(option: string, problem: string) {
    super('ERR_ACTOR_OPTION', `${option}: ${problem}`, { option })
  }
}

registerError(
  NotEncodableError,
  AskTimeoutError,
  AskAbortedError,
  ActorDownError,
  MailboxFullError,
  StashFullError,
  WatchedDiedError,
  UnknownMessageError,
  RestartIntensityError,
  NoActorExportError,
  SpawnTimeoutError,
  ThreadExitedError,
  ThreadHungError,
  KillTimeoutError,
  NameTakenError,
  NameRegisteredError,
  NameUnknownError,
  ForeignRefError,
  MisplacedCallError,
  ActorOptionError,
)

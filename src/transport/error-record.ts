import { TroupeError, textOf } from '../errors.js'
import { ErrorClassError } from './errors.js'

/** An error as data. Structured clone keeps only message and stack of the built-in classes. */
export interface ErrorRecord {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly troupe: boolean
  /** A DOMException, as AbortSignals give: its name is not that of its class. */
  readonly dom?: boolean
  readonly own: Readonly<Record<string, unknown>>
  readonly cause?: ErrorRecord | { readonly value: unknown }
  readonly errors?: readonly ErrorRecord[]
}

type ErrorClass = abstract new (...args: never[]) => Error

const builtIn = [
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
  AggregateError,
]
const classes = new Map<string, ErrorClass>(builtIn.map((c) => [c.name, c as ErrorClass]))
const maxDepth = 8

/**
 * Makes errors of a class arrive as instances of it in this thread; call it in the module that defines the
 * class, so that every thread which imports it knows it. Unknown subclasses of `TroupeError` arrive as
 * `TroupeError`, all others as `Error`, with name, code, fields, stack and cause intact.
 *
 * @throws ErrorClassError
 */
export function registerError(...errorClasses: ErrorClass[]): void {
  for (const errorClass of errorClasses) {
    if (typeof errorClass !== 'function' || !(errorClass.prototype instanceof Error))
      throw new ErrorClassError(errorClass)
    classes.set(errorClass.name, errorClass)
  }
}

function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    return textOf(value)
  }
}

/** Turns anything thrown into data that every transport can carry. Causes deeper than 8 are cut. */
export function encodeError(thrown: unknown, depth = 0): ErrorRecord {
  const error = thrown instanceof Error ? thrown : new Error(`thrown: ${describe(thrown)}`, { cause: thrown })
  const own: Record<string, unknown> = {}
  for (const key of Object.keys(error)) {
    if (key === 'name' || key === 'cause' || key === 'stack' || key === 'message') continue
    own[key] = cloneable((error as unknown as Record<string, unknown>)[key])
  }
  const { cause } = error
  const deeper = depth + 1 < maxDepth
  return {
    name: error.name === 'Error' ? error.constructor.name || 'Error' : error.name,
    message: error.message,
    stack: error.stack ?? '',
    troupe: error instanceof TroupeError,
    own,
    ...(error instanceof DOMException ? { dom: true } : {}),
    ...(cause === undefined || !deeper
      ? {}
      : { cause: cause instanceof Error ? encodeError(cause, depth + 1) : { value: cloneable(cause) } }),
    ...(error instanceof AggregateError && deeper
      ? { errors: error.errors.map((e) => encodeError(e, depth + 1)) }
      : {}),
  }
}

/** The inverse of {@link encodeError}: a real Error (own stack, `instanceof` where its class is known here). */
export function decodeError(record: ErrorRecord): Error {
  const error = bare(record)
  for (const [key, value] of Object.entries(record.own)) {
    Object.defineProperty(error, key, { value, enumerable: true, configurable: true, writable: true })
  }
  define(error, 'stack', record.stack)
  if (error.name !== record.name) define(error, 'name', record.name)
  if (record.cause !== undefined) {
    define(error, 'cause', 'value' in record.cause ? record.cause.value : decodeError(record.cause))
  }
  if (record.errors) define(error, 'errors', record.errors.map(decodeError))
  return error
}

function bare({ name, message, troupe, dom }: ErrorRecord): Error {
  if (dom) return new DOMException(message, name) // its message and code are read from inside the object
  const error = troupe ? new TroupeError('', message) : new Error(message)
  const known = classes.get(name) ?? (troupe ? TroupeError : Error)
  return Object.setPrototypeOf(error, known.prototype)
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, enumerable: false, configurable: true, writable: true })
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value)
}

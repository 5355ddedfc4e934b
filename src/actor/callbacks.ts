import { MessagePort } from 'node:worker_threads'
import { ActorOptionError } from './errors.js'

// What programs hand over to be called or listened to, or as options: wrong, it would be noticed too late to say who
// gave it.

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/** @throws ActorOptionError when `value` is nothing that can be called back */
export function checkFunction(value: unknown, option: string): void {
  if (typeof value !== 'function')
    throw new ActorOptionError(option, `expected a function, got ${kindOf(value)}`)
}

/** @throws ActorOptionError when `value` is no promise, of whatever make */
export function checkPromise(value: unknown, option: string): void {
  if (typeof (value as PromiseLike<unknown> | undefined | null)?.then !== 'function')
    throw new ActorOptionError(option, `expected a promise, got ${kindOf(value)}`)
}

/** @throws ActorOptionError when `signal` is given and is no AbortSignal, of whatever realm */
export function checkSignal(signal: unknown, option: string): void {
  if (signal === undefined) return
  const { addEventListener, removeEventListener } = Object(signal) as Partial<AbortSignal>
  if (typeof addEventListener !== 'function' || typeof removeEventListener !== 'function')
    throw new ActorOptionError(
      option,
      'expected an AbortSignal, as AbortController and AbortSignal.timeout give',
    )
}

/**
 * The options of a call, none where none are given.
 *
 * @param known all that there are
 * @throws ActorOptionError for what is no object, or has other options
 */
export function checkOptions<T extends object>(
  given: T | undefined,
  where: string,
  known: readonly (keyof T & string)[],
): Partial<T> {
  if (given === undefined) return {}
  if (kindOf(given) !== 'object')
    throw new ActorOptionError(where, `expected an object of options, got ${kindOf(given)}`)
  const strange = Object.keys(given).find((key) => !known.some((name) => name === key))
  if (strange !== undefined)
    throw new ActorOptionError(`${where}.${strange}`, `expected one of ${known.join(', ')}`)
  return given
}

/** @throws ActorOptionError when `given` is no list of what can be moved to another thread */
export function checkTransfer(given: unknown, option: string): void {
  if (!Array.isArray(given))
    throw new ActorOptionError(
      option,
      `expected an array of ArrayBuffers and MessagePorts, got ${kindOf(given)}`,
    )
  for (const [index, item] of given.entries()) {
    if (item instanceof ArrayBuffer || item instanceof MessagePort) continue
    const remedy = ArrayBuffer.isView(item)
      ? 'a view: list its buffer'
      : item instanceof SharedArrayBuffer
        ? 'shared memory, which is shared without being listed'
        : kindOf(item)
    throw new ActorOptionError(
      `${option}[${index}]`,
      `expected an ArrayBuffer or a MessagePort, got ${remedy}`,
    )
  }
}

/** @throws ActorOptionError when the options of a send are none, or list what can't be moved */
export function checkSend(given: { readonly transfer?: unknown }): void {
  if (kindOf(given) !== 'object')
    throw new ActorOptionError('options', `expected an object like { transfer: [] }, got ${kindOf(given)}`)
  if (given.transfer !== undefined) checkTransfer(given.transfer, 'transfer')
}

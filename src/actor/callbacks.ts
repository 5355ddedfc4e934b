import { ActorOptionError } from './errors.js'

// What programs hand over to be called or listened to: wrong, it would be noticed too late to say who gave it.

/** @throws ActorOptionError when `value` is nothing that can be called back */
export function checkFunction(value: unknown, option: string): void {
  if (typeof value !== 'function')
    throw new ActorOptionError(option, `expected a function, got ${value === null ? 'null' : typeof value}`)
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

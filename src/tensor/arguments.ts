import { inspect } from 'node:util'
import { TensorArgumentError } from './errors.js'

/** What a value must be, as a test and in words: `bias must be <what>, not 3`. */
export interface Kind {
  readonly what: string
  readonly test: (value: unknown) => boolean
}

const number = (value: unknown): value is number => typeof value === 'number' && !Number.isNaN(value)
const list = (value: unknown, test: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && Array.from(value).every(test)
const integers = (least: number, what: string): Kind => ({
  what,
  test: (value) => Number.isSafeInteger(value) && (value as number) >= least,
})

export const flag: Kind = { what: 'true or false', test: (value) => typeof value === 'boolean' }
export const text: Kind = { what: 'a string', test: (value) => typeof value === 'string' }
export const real: Kind = { what: 'a number', test: number }
export const finite: Kind = { what: 'a finite number', test: Number.isFinite }
export const positive: Kind = { what: 'above 0', test: (value) => number(value) && value > 0 }
export const notNegative: Kind = { what: 'at least 0', test: (value) => number(value) && value >= 0 }
export const share: Kind = { what: 'from 0 to 1', test: (value) => number(value) && value >= 0 && value <= 1 }
export const integer: Kind = integers(-Infinity, 'an integer')
/** A number of things of which there may be none. */
export const size: Kind = integers(0, 'an integer of at least 0')
export const count: Kind = integers(1, 'a positive integer')
/** Sizes of a shape: one, or a list. */
export const sizes: Kind = {
  what: 'an integer of at least 0, or a list of them',
  test: (value) => size.test(value) || list(value, size.test),
}
/** A window: one number for every direction, or one for each. */
export const extent: Kind = {
  what: 'a positive integer, or a list of them',
  test: (value) => count.test(value) || (list(value, count.test) && (value as unknown[]).length > 0),
}
export const integerList: Kind = {
  what: 'a list of integers',
  test: (value) => list(value, integer.test),
}
/** Factors: one for every direction, or one for each. */
export const positives: Kind = {
  what: 'a number above 0, or a list of them',
  test: (value) => positive.test(value) || (list(value, positive.test) && (value as unknown[]).length > 0),
}
export const callable: Kind = { what: 'a function', test: (value) => typeof value === 'function' }
export const tensorKind: Kind = {
  what: 'a tensor',
  test: (value) => typeof value === 'object' && value !== null && 'handle' in value && 'dtype' in value,
}
export const tensorList: Kind = { what: 'a list of tensors', test: (value) => list(value, tensorKind.test) }

/** What an LSTM keeps. */
export const tensorPair: Kind = {
  what: 'a list of two tensors, [h, c]',
  test: (value) => tensorList.test(value) && (value as unknown[]).length === 2,
}

/** A list of what is each of a kind. */
export const listOfKind = ({ what, test }: Kind): Kind => ({
  what: `a list of which each is ${what}`,
  test: (value) => list(value, test),
})
/** One of some strings. */
export const oneOf = (...words: readonly string[]): Kind => ({
  what: `one of ${words.map((word) => `'${word}'`).join(', ')}`,
  test: (value) => words.includes(value as string),
})
/** The same, or null. */
export const maybe = ({ what, test }: Kind): Kind => ({
  what: `${what}, or null`,
  test: (value) => value === null || test(value),
})
/** Either of two. */
export const either = (one: Kind, other: Kind): Kind => ({
  what: `${one.what}, or ${other.what}`,
  test: (value) => one.test(value) || other.test(value),
})

export const reduction: Kind = oneOf('mean', 'sum', 'none')

/** A value in a few words, for a message. */
export function told(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (tensorKind.test(value)) {
    const { handle, dtype, shape } = value as { handle: number; dtype: string; shape: readonly number[] }
    return handle === 0 ? 'a disposed tensor' : `a tensor ${dtype}[${shape.join(', ')}]`
  }
  const plain = Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype
  if (typeof value === 'object' && value !== null && !plain) return `a ${value.constructor?.name ?? 'object'}`
  return inspect(value, { depth: 0, maxStringLength: 40, maxArrayLength: 4, breakLength: Infinity })
}

/** @throws TensorArgumentError in the name of `operation` unless every value is of the kind */
export function check(operation: string, values: Readonly<Record<string, unknown>>, kind: Kind): void {
  for (const name in values) {
    const value = values[name]
    if (kind.test(value)) continue
    const found = value === undefined ? '; it was left out' : `, not ${told(value)}`
    throw new TensorArgumentError(operation, `${name} must be ${kind.what}${found}`)
  }
}

/** @throws TensorArgumentError unless it is an object without any name but those known */
export function checkNames(operation: string, given: unknown, known: object): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given) || tensorKind.test(given)) {
    const names = Object.keys(known).join(', ')
    throw new TensorArgumentError(operation, `options are an object of ${names}, not ${told(given)}`)
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name))
  if (unknown === undefined) return
  const names = Object.keys(known).join(', ')
  throw new TensorArgumentError(operation, `unknown option '${unknown}'; it knows ${names}`)
}

type Given<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> }

/** By name of an option: what it must be, and what it is unless given. Without the latter it must be given. */
export type Known<Options> = {
  readonly [Name in keyof Options]-?: readonly [kind: Kind, otherwise?: Exclude<Options[Name], undefined>]
}

/**
 * The options somebody gave, completed. JavaScript would take any name and any value, and a mistyped option would do
 * nothing: so everything that takes options reads them by this.
 *
 * @throws TensorArgumentError for an unknown name, and for a value that is not of the option's kind
 */
export function optionsOf<Options extends object>(
  operation: string,
  given: Options | undefined,
  known: Known<Options>,
): Given<Options> {
  const all: Record<string, unknown> = {}
  const values: Readonly<Record<string, unknown>> = (given ?? {}) as Record<string, unknown>
  if (given !== undefined) checkNames(operation, given, known)
  for (const name in known) {
    const [kind, otherwise] = known[name]
    const value = values[name]
    if (value === undefined && otherwise !== undefined) all[name] = otherwise
    else {
      if (!kind.test(value)) check(operation, { [name]: value }, kind)
      all[name] = value
    }
  }
  return all as Given<Options>
}

/** @throws TensorArgumentError for arguments beyond those that a function takes */
export function checkNone(operation: string, more: readonly unknown[]): void {
  if (more.length > 0)
    throw new TensorArgumentError(operation, `it takes no further argument, not ${told(more[0])}`)
}

/**
 * A function that takes no more than `most` arguments: JavaScript would pass over what is more, which may be options of
 * another library's function, `nn.relu({ inplace: true })`.
 */
export function atMost<Given extends readonly unknown[], Result>(
  operation: string,
  most: number,
  fn: (...given: Given) => Result,
): (...given: Given) => Result {
  return (...given) => {
    checkNone(operation, given.slice(most))
    return fn(...given)
  }
}

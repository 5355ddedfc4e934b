/**
 * A row of the table of operations. From it follow the native binding and its checks, the typed methods and
 * functions with their doc comments (tools/generate-operations.ts), and the tests: every row is compared with
 * PyTorch on its samples, and, where it is differentiable, with finite differences.
 */
export interface Row {
  /** `name(argument: kind = default, …)`, parsed by parseSignature. */
  readonly signature: string
  /** The C++ expression; arguments appear under their camelCase names. */
  readonly cpp: string
  /** The doc comment: what it computes, shapes, what may fail. */
  readonly doc: string
  /** Where people find it. Empty: only other code of this folder calls it. Default: method and function. */
  readonly on?: readonly ('method' | 'function' | 'F')[]
  /** `this`: works in place and returns its input; `tensors`: a list. Default: a new tensor. */
  readonly result?: 'tensor' | 'tensors' | 'this' | 'boolean'
  /** Whether gradients flow through it, to every float32 argument but the `constant` ones. Default true. */
  readonly differentiable?: boolean
  /** Names of tensor arguments that gradients do not flow to. */
  readonly constant?: readonly string[]
  /** Python that computes the same from the same arguments; default `torch.` + the name in snake_case. */
  readonly python?: string
  /** Argument lists to compare on. */
  readonly samples: readonly (readonly Sample[])[]
  /** For rows that draw random numbers, which no sample can pin: the test file that covers them instead. */
  readonly testedBy?: string
}

/** A tensor of a sample: its elements come from a formula that Python computes too (test/tensor/reference). */
export interface SampleTensor {
  readonly shape: readonly number[]
  readonly dtype: 'float32' | 'int64' | 'bool'
  readonly low: number
  readonly high: number
}
export type Sample =
  | SampleTensor
  | readonly SampleTensor[]
  | number
  | boolean
  | string
  | null
  | readonly number[]

/** Floats in [low, high). */
export const f = (shape: number[], low = -1, high = 1): SampleTensor => ({
  shape,
  dtype: 'float32',
  low,
  high,
})
/** Integers in [low, high). */
export const i = (shape: number[], low: number, high: number): SampleTensor => ({
  shape,
  dtype: 'int64',
  low,
  high,
})
/** Booleans. */
export const b = (shape: number[]): SampleTensor => ({ shape, dtype: 'bool', low: 0, high: 2 })

/** What an argument can be; a trailing `?` makes it optional with no value. */
export const kinds = [
  'tensor',
  'tensor?',
  'tensors',
  'operand',
  'scalar',
  'scalar?',
  'number',
  'int',
  'int?',
  'ints',
  'ints?',
  'sizes',
  'bool',
  'dtype',
  'reduction',
  'stream',
] as const
export type Kind = (typeof kinds)[number]

export interface Argument {
  readonly name: string
  readonly kind: Kind
  /** Source text of the default value. */
  readonly default?: string
}

export interface Signature {
  readonly name: string
  readonly arguments: readonly Argument[]
}

const pattern = /^(\w+)\((.*)\)$/
const argumentPattern = /^(\w+): (\w+\??)(?: = (.+))?$/

/** Reads a row's signature; throws on a row that does not follow the notation. */
export function parseSignature(text: string): Signature {
  const match = pattern.exec(text)
  if (match === null) throw new SyntaxError(`operation '${text}': expected name(argument: kind = default, …)`)
  const list = match[2] === '' ? [] : match[2]!.split(', ')
  return {
    name: match[1]!,
    arguments: list.map((part) => {
      const fields = argumentPattern.exec(part)
      if (fields === null) throw new SyntaxError(`operation '${text}': cannot read the argument '${part}'`)
      const kind = fields[2] as Kind
      if (!kinds.includes(kind)) throw new SyntaxError(`operation '${text}': there is no kind '${kind}'`)
      return { name: fields[1]!, kind, ...(fields[3] === undefined ? {} : { default: fields[3] }) }
    }),
  }
}

/** `maxPool2d` → `max_pool2d`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

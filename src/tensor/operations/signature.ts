/** What an argument can be; a trailing `?` makes it optional with no value. */
export const kinds = [
  'tensor',
  'tensor?',
  'tensors',
  // A list with gaps (null).
  'tensors?',
  // Tensors that people may also give one by one: the last argument.
  'operands',
  // A tensor or a number; for the latter there is a second binding.
  'operand',
  'scalar',
  'scalar?',
  'number',
  'number?',
  'numbers',
  'numbers?',
  'int',
  'int?',
  'ints',
  'ints?',
  // Zeros around an input: integers, 'same' or 'valid'.
  'padding',
  // Integers that people may also give one by one.
  'sizes',
  'bool',
  'dtype',
  'dtype?',
  'string',
  // One of the strings that the signature lists: `'floor'|'trunc'`.
  'choice',
  'choice?',
  // What stands between the brackets of x[…] in Python.
  'index',
  'reduction',
  // `cpu`, `cuda:N`, or '' for where the input is.
  'device',
  'stream',
] as const
export type Kind = (typeof kinds)[number]

export interface Argument {
  readonly name: string
  readonly kind: Kind
  /** The strings of a choice. */
  readonly choices?: readonly string[]
  /** Source text of the default value. */
  readonly default?: string
}

export interface Signature {
  readonly name: string
  readonly arguments: readonly Argument[]
}

const pattern = /^(\w+)\((.*)\)$/
const argumentPattern = /^(\w+): (\w+\??|'[^' ]+'(?:\|'[^' ]+')*\??)(?: = (.+))?$/

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
      const value = fields[3] === undefined ? {} : { default: fields[3] }
      const written = fields[2]!
      if (written.startsWith("'")) {
        const choices = Array.from(written.matchAll(/'([^']+)'/g), ([, choice]) => choice!)
        return { name: fields[1]!, kind: written.endsWith('?') ? 'choice?' : 'choice', choices, ...value }
      }
      const kind = written as Kind
      if (!kinds.includes(kind) || kind.startsWith('choice'))
        throw new SyntaxError(`operation '${text}': there is no kind '${kind}'`)
      return { name: fields[1]!, kind, ...value }
    }),
  }
}

/** `maxPool2d` → `max_pool2d`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

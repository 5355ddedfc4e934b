import { type Argument, type Kind, parseSignature, type Row } from './row.js'
import { elementwise, sameShape } from './shapes.js'

const note = '// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.\n'

const types: Record<Exclude<Kind, 'stream'>, string> = {
  tensor: 'Tensor',
  'tensor?': 'Tensor | null',
  tensors: 'readonly Tensor[]',
  operand: 'Tensor | number',
  scalar: 'number | boolean',
  'scalar?': 'number | null',
  number: 'number',
  int: 'number',
  'int?': 'number | null',
  ints: 'number | readonly number[]',
  'ints?': 'number | readonly number[] | null',
  sizes: 'Sizes',
  bool: 'boolean',
  dtype: 'Dtype',
  reduction: 'Reduction',
}

const nativeTypes: Record<Exclude<Kind, 'stream'>, string> = {
  ...types,
  tensor: 'number',
  'tensor?': 'number',
  tensors: 'readonly number[]',
  operand: 'number',
  sizes: 'readonly number[]',
  dtype: 'number',
  reduction: 'number',
}

/** The declared parameters, `this` and the random stream aside. */
function parameters(list: readonly Argument[]): string {
  return list
    .filter(({ kind }) => kind !== 'stream')
    .map(({ name, kind, default: value }) => {
      if (kind === 'sizes') return `...${name}: Sizes`
      if (value !== undefined) {
        // A literal's type is inferred; unions and enumerations are not.
        const inferred = ['number', 'int', 'bool'].includes(kind)
        return inferred ? `${name} = ${value}` : `${name}: ${types[kind as 'tensor']} = ${value}`
      }
      return kind.endsWith('?')
        ? `${name}: ${types[kind as 'tensor']} = null`
        : `${name}: ${types[kind as 'tensor']}`
    })
    .join(', ')
}

/** What reaches the addon for one argument. */
function passed({ name, kind }: Argument, asScalar: boolean): string {
  // `?.` leaves it to the addon to say which argument is missing, for callers without types.
  switch (kind) {
    case 'tensor':
      return name === 'this' ? 'this.handle' : `${name}?.handle`
    case 'operand':
      return asScalar ? name : `${name}?.handle`
    case 'tensor?':
      return `${name} == null ? 0 : ${name}.handle`
    case 'tensors':
      return `${name}.map(handleOf)`
    case 'sizes':
      return `sizesOf(${name})`
    case 'dtype':
      return `dtypeCode(${name})`
    case 'reduction':
      return `reductionCode(${name})`
    case 'stream':
      return `...nextDraw()`
    default:
      return name
  }
}

function call(row: Row, self: string): string {
  const { name, arguments: list } = parseSignature(row.signature)
  const args = (asScalar: boolean) =>
    list
      .map((each, at) => passed(at === 0 && self === 'this' ? { ...each, name: 'this' } : each, asScalar))
      .join(', ')
  const plain = `native().${name}(${args(false)})`
  const operand = list.find(({ kind }) => kind === 'operand')
  if (operand === undefined) return plain
  return `typeof ${operand.name} === 'number' ? native().${name}Scalar(${args(true)}) : ${plain}`
}

const results = { tensor: 'Tensor', tensors: 'Tensor[]', this: 'this', boolean: 'boolean' }

/** Methods are the base class of Tensor, which they therefore name by a type parameter. */
const ofBase = (text: string): string => text.replace(/\bTensor\b/g, 'T')

function body(row: Row, self: string): string {
  const native = call(row, self)
  const made = (handle: string) => (self === 'this' ? `this.wrap(${handle})` : `new Tensor(${handle})`)
  switch (row.result ?? 'tensor') {
    case 'tensor':
      return `return ${made(native)}`
    case 'tensors':
      return `return ${native}.map((handle) => ${made('handle')})`
    case 'boolean':
      return `return ${native}`
    case 'this':
      return `${native.includes('?') ? `void (${native})` : native}\n    return this`
  }
}

const on = (row: Row, where: 'method' | 'function' | 'F'): boolean =>
  (row.on ?? ['method', 'function']).includes(where)

const comment = (row: Row, indent: string): string => `${indent}/** ${row.doc} */`

const imports = (text: string): string => {
  const used = (names: string[]) => names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
  const typesUsed = (names: string[]) => used(names).map((name) => `type ${name}`)
  const lines = [`import { native } from '../addon.js'`]
  const from = (file: string, names: string[]) => {
    if (names.length > 0) lines.push(`import { ${names.join(', ')} } from '../${file}.js'`)
  }
  from('dtype', [...typesUsed(['Dtype']), ...used(['dtypeCode'])])
  from('passing', [...typesUsed(['Reduction', 'Sizes']), ...used(['reductionCode', 'sizesOf', 'handleOf'])])
  from('random/stream', used(['nextDraw']))
  from('shape', typesUsed(['Broadcast', 'Broadcasts', 'Multiplies', 'Product', 'Shape']))
  return lines.join('\n')
}

/** src/tensor/generated/addon.ts: what the addon exports for the table. */
export function addonSource(table: readonly Row[]): string {
  const lines = table.flatMap((row) => {
    const { name, arguments: list } = parseSignature(row.signature)
    const result = { tensor: 'number', tensors: 'number[]', this: 'void', boolean: 'boolean' }[
      row.result ?? 'tensor'
    ]
    const line = (suffix: string) =>
      `  ${name}${suffix}(${list
        .map(({ name, kind }) =>
          kind === 'stream'
            ? '...draw: [number, number, number, number, number]'
            : `${name}: ${nativeTypes[kind]}`,
        )
        .join(', ')}): ${result}`
    return list.some(({ kind }) => kind === 'operand') ? [line(''), line('Scalar')] : [line('')]
  })
  return `${note}\n/** The table's operations; tensors go in and out as handles. */\nexport interface Operations {\n${lines.join('\n')}\n}\n`
}

/** src/tensor/generated/methods.ts: the part of Tensor that follows from the table. */
export function methodsSource(table: readonly Row[]): string {
  const methods = table
    .filter((row) => on(row, 'method'))
    .map((row) => {
      const { name, arguments: list } = parseSignature(row.signature)
      return `${comment(row, '  ')}
  ${name}(${ofBase(parameters(list.slice(1)))}): ${sameShape.has(name) ? 'Same' : ofBase(results[row.result ?? 'tensor'])} {
    ${body(row, 'this')}
  }`
    })
  const text = `/** Base of Tensor, which it cannot import and knows as \`T\`; \`Same\` is one of its own shape. */
export abstract class TensorMethods<T extends { readonly handle: number }, Same extends T> {
  /** Place in this thread's native table; 0 once disposed. */
  abstract readonly handle: number

  /** The tensor of a new native handle. */
  protected abstract wrap(handle: number): Same

${methods.join('\n\n')}
}
`
  return `${note}${imports(text)}\n\n${text}`
}

/** Type parameters, parameters and result of a function, with shapes where they are followed. */
function shaped(name: string, list: string, result: string): string {
  if (sameShape.has(name))
    return `<S extends Shape>(${list.replace('input: Tensor', 'input: Tensor<S>')}): Tensor<S>`
  if (name === 'matmul') {
    const two = list
      .replace('input: Tensor', 'input: Tensor<A>')
      .replace('other: Tensor', 'other: Tensor<B> & Multiplies<A, B>')
    return `<A extends Shape, B extends Shape>(${two}): Tensor<Product<A, B>>`
  }
  if (elementwise.has(name)) {
    const two = list
      .replace('input: Tensor', 'input: Tensor<A>')
      .replace('other: Tensor', 'other: (Tensor<B> & Broadcasts<A, B>)')
    return `<A extends Shape, B extends Shape = []>(${two}): Tensor<Broadcast<A, B>>`
  }
  return `(${list}): ${result}`
}

function functions(table: readonly Row[], where: 'function' | 'F'): string {
  const text = table
    .filter((row) => on(row, where))
    .map((row) => {
      const { name, arguments: list } = parseSignature(row.signature)
      return `${comment(row, '')}
export function ${name}${shaped(name, parameters(list), results[row.result ?? 'tensor'])} {
  ${body(row, '')}
}
`
    })
    .join('\n')
  return `${note}${imports(text)}\nimport { Tensor } from '../tensor.js'\n\n${text}`
}

/** src/tensor/generated/functions.ts: the same operations as functions. */
export const functionsSource = (table: readonly Row[]): string => functions(table, 'function')

/** src/tensor/generated/functional.ts: `F`. */
export const functionalSource = (table: readonly Row[]): string => functions(table, 'F')

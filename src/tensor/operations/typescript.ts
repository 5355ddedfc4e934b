import { type Argument, type Kind, type Place, parseSignature, type Row } from './row.js'
import { elementwise, sameShape } from './shapes.js'

const note = '// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.\n'

const types: Record<Exclude<Kind, 'stream'>, string> = {
  tensor: 'Tensor',
  'tensor?': 'Tensor | null',
  tensors: 'readonly Tensor[]',
  'tensors?': 'readonly (Tensor | null)[]',
  operands: 'Operands<Tensor>',
  operand: 'Tensor | number | bigint',
  scalar: 'number | bigint | boolean',
  'scalar?': 'number | bigint | null',
  number: 'number',
  'number?': 'number | null',
  numbers: 'number | readonly number[]',
  'numbers?': 'number | readonly number[] | null',
  int: 'number',
  'int?': 'number | null',
  ints: 'number | readonly number[]',
  'ints?': 'number | readonly number[] | null',
  padding: "number | readonly number[] | 'same' | 'valid'",
  sizes: 'Sizes',
  bool: 'boolean',
  dtype: 'Dtype',
  'dtype?': 'Dtype | null',
  string: 'string',
  choice: 'string',
  'choice?': 'string | null',
  index: 'readonly IndexEntry<Tensor>[]',
  reduction: 'Reduction',
  device: 'string',
}

const nativeTypes: Record<Exclude<Kind, 'stream' | 'index'>, string> = {
  ...types,
  tensor: 'number',
  'tensor?': 'number',
  tensors: 'readonly number[]',
  'tensors?': 'readonly number[]',
  operands: 'readonly number[]',
  operand: 'number | bigint',
  sizes: 'readonly number[]',
  dtype: 'number',
  'dtype?': 'number | null',
  reduction: 'number',
}

/** The parameters of the addon's function for one argument. */
function nativeParameter({ name, kind }: Argument): string {
  if (kind === 'stream') return '...draw: [number, number, number, number, number]'
  if (kind === 'index') return 'entries: readonly number[], tensors: readonly number[]'
  return `${name}: ${nativeTypes[kind]}`
}

function typeOf({ kind, choices = [] }: Argument): string {
  const union = choices.map((choice) => `'${choice}'`).join(' | ')
  if (kind === 'choice') return union
  if (kind === 'choice?') return `${union} | null`
  return types[kind as 'tensor']
}

/** The declared parameters, `this` and the random stream aside. */
function parameters(list: readonly Argument[]): string {
  return list
    .filter(({ kind }) => kind !== 'stream')
    .map((argument, at, shown) => {
      const { name, kind, default: value } = argument
      const type = typeOf(argument)
      if (kind === 'sizes' || kind === 'operands') return `...${name}: ${type}`
      if (kind === 'index' && at === shown.length - 1) return `...${name}: ${type}`
      // A literal's type is inferred; unions and enumerations are not.
      if (value !== undefined)
        return ['number', 'int', 'bool'].includes(kind) ? `${name} = ${value}` : `${name}: ${type} = ${value}`
      return kind.endsWith('?') && kind !== 'tensors?' ? `${name}: ${type} = null` : `${name}: ${type}`
    })
    .join(', ')
}

/** What reaches the addon for one argument. */
function passed({ name, kind }: Argument, asScalar: boolean, operation: string): string {
  // `?.` leaves it to the addon to say which argument is missing, for callers without types.
  switch (kind) {
    case 'tensor':
      return name === 'this' ? 'this.handle' : `${name}?.handle`
    case 'operand':
      return asScalar ? name : `${name}?.handle`
    case 'tensor?':
      return `maybeHandleOf(${name})`
    case 'tensors':
      return `handlesOf(${name})`
    case 'tensors?':
      return `maybeHandlesOf(${name})`
    case 'operands':
      return `operandsOf(${name})`
    case 'sizes':
      return `sizesOf(${name})`
    case 'dtype':
      return `dtypeCode(${name})`
    case 'dtype?':
      return `${name} === null ? null : dtypeCode(${name})`
    case 'index':
      return `...entriesOf(${name}, '${operation}')`
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
      .map((each, at) =>
        passed(at === 0 && self === 'this' ? { ...each, name: 'this' } : each, asScalar, name),
      )
      .join(', ')
  const plain = `native().${name}(${args(false)})`
  const operand = list.find(({ kind }) => kind === 'operand')
  if (operand === undefined) return plain
  const { name: given } = operand
  return `typeof ${given} === 'number' || typeof ${given} === 'bigint' ? native().${name}Scalar(${args(true)}) : ${plain}`
}

const results = { tensor: 'Tensor', tensors: 'Tensor[]', this: 'this', boolean: 'boolean' }
const resultType = ({ result = 'tensor' }: Row): string =>
  typeof result === 'string' ? results[result] : `{ ${result.map((name) => `${name}: Tensor`).join('; ')} }`

/** Methods are the base class of Tensor, which they therefore name by a type parameter. */
const ofBase = (text: string): string => text.replace(/\bTensor\b/g, 'T')

function body(row: Row, self: string): string {
  const native = call(row, self)
  const made = (handle: string) => (self === 'this' ? `this.wrap(${handle})` : `new Tensor(${handle})`)
  const { result = 'tensor' } = row
  if (typeof result !== 'string') {
    const members = result.map((name) => `${name}: ${made(`${name}!`)}`)
    return `const [${result.join(', ')}] = ${native}\n    return { ${members.join(', ')} }`
  }
  switch (result) {
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

const on = (row: Row, where: Place): boolean => (row.on ?? ['method', 'function']).includes(where)

const comment = (row: Row, indent: string): string => `${indent}/** ${row.doc} */`

const imports = (text: string): string => {
  const used = (names: string[]) => names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
  const typesUsed = (names: string[]) => used(names).map((name) => `type ${name}`)
  const lines = [`import { native } from '../addon.js'`]
  const from = (file: string, names: string[]) => {
    if (names.length > 0) lines.push(`import { ${names.join(', ')} } from '../${file}.js'`)
  }
  from('dtype', [...typesUsed(['Dtype']), ...used(['dtypeCode'])])
  from('index-entry', [...used(['entriesOf']), ...typesUsed(['IndexEntry'])])
  from('passing', [
    ...typesUsed(['Operands', 'Reduction', 'Sizes']),
    ...used(['reductionCode', 'sizesOf', 'handlesOf', 'maybeHandleOf', 'maybeHandlesOf', 'operandsOf']),
  ])
  from('random/stream', used(['nextDraw']))
  from('shape', typesUsed(['Broadcast', 'Broadcasts', 'Multiplies', 'Product', 'Shape']))
  return lines.join('\n')
}

/** src/tensor/generated/addon.ts: what the addon exports for the table. */
export function addonSource(table: readonly Row[]): string {
  const lines = table.flatMap((row) => {
    const { name, arguments: list } = parseSignature(row.signature)
    const { result = 'tensor' } = row
    const type =
      typeof result === 'string'
        ? { tensor: 'number', tensors: 'number[]', this: 'void', boolean: 'boolean' }[result]
        : 'number[]'
    const line = (suffix: string) => `  ${name}${suffix}(${list.map(nativeParameter).join(', ')}): ${type}`
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
  ${name}(${ofBase(parameters(list.slice(1)))}): ${sameShape.has(name) ? 'Same' : ofBase(resultType(row))} {
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

function functions(table: readonly Row[], where: Place): string {
  const text = table
    .filter((row) => on(row, where))
    .map((row) => {
      const { name, arguments: list } = parseSignature(row.signature)
      return `${comment(row, '')}
export function ${name}${shaped(name, parameters(list), resultType(row))} {
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

/** src/tensor/generated/linalg.ts: `linalg`. */
export const linalgSource = (table: readonly Row[]): string => functions(table, 'linalg')

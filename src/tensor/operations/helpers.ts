import { f, floats, type Row, type Sample, type SampleDtype, snakeCase } from './row.js'

// What rows of one kind have in common.

/** A function of each element alone; sampled between `low` and `high`. */
export function unary(name: string, doc: string, low = -2, high = 2, more: Partial<Row> = {}): Row {
  return {
    signature: `${name}(input: tensor)`,
    cpp: `at::${snakeCase(name)}(input)`,
    doc,
    samples: [[f([2, 3], low, high)], [f([0, 3], low, high)], [f([], low, high)]],
    dtypes: floats,
    ...more,
  }
}

/** A function of two elements, broadcast; the second may be a number if `kind` is `operand`. */
export function binary(
  name: string,
  doc: string,
  samples: readonly (readonly Sample[])[],
  more: Partial<Row> & { kind?: 'tensor' | 'operand' } = {},
): Row {
  const { kind = 'tensor', ...rest } = more
  return {
    signature: `${name}(input: tensor, other: ${kind})`,
    cpp: `at::${snakeCase(name)}(input, other)`,
    doc,
    samples,
    dtypes: floats,
    ...rest,
  }
}

/** An operation that changes its input: `add_` and its like. `rest` are the arguments after the input. */
export function inPlace(
  name: string,
  rest: string,
  doc: string,
  samples: readonly (readonly Sample[])[],
  more: Partial<Row> = {},
): Row {
  const passed = Array.from(rest.matchAll(/(\w+): /g), ([, argument]) => argument)
  return {
    signature: `${name}(input: tensor${rest === '' ? '' : `, ${rest}`})`,
    cpp: `input.${snakeCase(name)}(${passed.join(', ')})`,
    doc: `${doc} Changes \`input\` and returns it; a leaf that requires gradients may be changed only under noGrad().`,
    on: ['method'],
    result: 'this',
    differentiable: false,
    python: `torch.Tensor.${snakeCase(name)}`,
    samples,
    ...more,
  }
}

/** float64 and the integers: for what does not care about numbers. */
export const anyDtype: readonly SampleDtype[] = [
  'float64',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'uint8',
  'bool',
]
/** What arithmetic works in. */
export const numeric: readonly SampleDtype[] = ['float64', 'float16', 'bfloat16', 'int64', 'int32', 'uint8']
/** What LAPACK works in. */
export const precise: readonly SampleDtype[] = ['float64']

import { type Argument, parseSignature, publicName, type Row, snakeCase } from './row.js'

/** How many arguments of the addon's function one argument takes. */
const width = ({ kind }: Argument): number => (kind === 'stream' ? 5 : kind === 'index' ? 2 : 1)

/** C++ declaration that reads argument number `at`; operands are read as `asScalar` says. */
function reader({ name, kind, choices = [] }: Argument, at: number, asScalar: boolean): string {
  const list = `{${choices.map((choice) => `"${choice}"`).join(', ')}}`
  switch (kind) {
    case 'tensor':
      return `at::Tensor& ${name} = call.tensor(${at});`
    case 'operand':
      return asScalar
        ? `const at::Scalar ${name} = call.scalar(${at});`
        : `at::Tensor& ${name} = call.tensor(${at});`
    case 'tensor?':
      return `const auto ${name} = call.maybe_tensor(${at});`
    case 'tensors':
    case 'operands':
      return `const auto ${name} = call.tensors(${at});`
    case 'tensors?':
      return `const auto ${name} = call.maybe_tensors(${at});`
    case 'scalar':
      return `const at::Scalar ${name} = call.scalar(${at});`
    case 'scalar?':
      return `const auto ${name} = call.maybe_scalar(${at});`
    case 'number':
      return `const double ${name} = call.number(${at});`
    case 'number?':
      return `const auto ${name} = call.maybe_number(${at});`
    case 'numbers':
      return `const auto ${name} = call.numbers(${at});`
    case 'numbers?':
      return `const OptionalNumbers ${name} = call.maybe_numbers(${at});`
    case 'reduction':
      return `const int64_t ${name} = call.reduction(${at});`
    case 'device':
      return `const auto ${name} = call.device(${at});`
    case 'int':
      return `const int64_t ${name} = call.integer(${at});`
    case 'int?':
      return `const auto ${name} = call.maybe_integer(${at});`
    case 'ints':
    case 'sizes':
      return `const Ints ${name} = call.integers(${at});`
    case 'ints?':
      return `const OptionalInts ${name} = call.maybe_integers(${at});`
    case 'padding':
      return `const Padding ${name} = padding_of(call, ${at});`
    case 'bool':
      return `const bool ${name} = call.boolean(${at});`
    case 'dtype':
      return `const at::ScalarType ${name} = call.dtype(${at});`
    case 'dtype?':
      return `const auto ${name} = call.maybe_dtype(${at});`
    case 'string':
      return `const std::string ${name} = call.text(${at});`
    case 'choice':
      return `const std::string ${name} = call.choice(${at}, ${list});`
    case 'choice?':
      return `const auto ${name} = call.maybe_choice(${at}, ${list});`
    case 'index':
      return `const Index ${name} = call.index(${at});`
    case 'stream':
      return `const Stream ${name} = call.stream(${at});`
  }
}

/** The letters from which errors know where tensors stand (cpp/tensor/call.h). */
function letters(argument: Argument, asScalar: boolean): string {
  switch (argument.kind) {
    case 'tensor':
      return 't'
    case 'tensor?':
      return 'o'
    case 'operand':
      return asScalar ? '.' : 't'
    case 'tensors':
    case 'tensors?':
    case 'operands':
      return 'l'
    case 'index':
      return '.l'
    default:
      return '.'.repeat(width(argument))
  }
}

function binding(row: Row, asScalar: boolean): { entry: string; text: string } {
  const { name, arguments: list } = parseSignature(row.signature)
  const names = list.flatMap((each) => Array<string>(width(each)).fill(each.name)).join(' ')
  const callback = `op_${snakeCase(name)}${asScalar ? '_scalar' : ''}`
  let at = 0
  const readers: string[] = []
  for (const argument of list) {
    readers.push(`    ${reader(argument, at, asScalar)}`)
    at += width(argument)
  }
  const body =
    row.result === 'this'
      ? `    ${row.cpp};\n    return call.nothing();`
      : `    return call.result(${row.cpp});`
  return {
    entry: `{"${name}${asScalar ? 'Scalar' : ''}", ${callback}}`,
    text: `napi_value ${callback}(napi_env env, napi_callback_info info) {
  Call call(env, info, "${publicName(row)}", "${list.map((each) => letters(each, asScalar)).join('')}", "${names}");
  return call.run([&] {
${readers.join('\n')}
${body}
  });
}
`,
  }
}

const note = '// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.'

/** cpp/tensor/generated/<room>.cc: a file for each room, so that a change compiles one of them. */
export function roomSource(room: string, rows: readonly Row[], headers: readonly string[]): string {
  const bindings = rows.flatMap((row) => {
    const operands = parseSignature(row.signature).arguments.some(({ kind }) => kind === 'operand')
    return operands ? [binding(row, false), binding(row, true)] : [binding(row, false)]
  })
  return `${note}
${['call.h', ...headers].map((header) => `#include "tensor/${header}"`).join('\n')}

namespace troupe::tensor {
namespace {

${bindings.map((each) => each.text).join('\n')}
constexpr Entry kOperations[] = {
${bindings.map((each) => `    ${each.entry},`).join('\n')}
};

}  // namespace

void register_${snakeCase(room)}(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
`
}

/** cpp/tensor/generated/operations.cc: all rooms. */
export function operationsSource(rooms: readonly string[]): string {
  const names = rooms.map((room) => `register_${snakeCase(room)}`)
  return `${note}
#include "tensor/operations.h"

namespace troupe::tensor {

${names.map((name) => `void ${name}(napi_env env, napi_value exports);`).join('\n')}

void register_operations(napi_env env, napi_value exports) {
${names.map((name) => `  ${name}(env, exports);`).join('\n')}
}

}  // namespace troupe::tensor
`
}

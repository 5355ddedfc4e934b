import { type Argument, parseSignature, type Row, snakeCase } from './row.js'

/** C++ declaration that reads argument number `at`; operands are read as `asScalar` says. */
function reader({ name, kind }: Argument, at: number, asScalar: boolean): string {
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
      return `const auto ${name} = call.tensors(${at});`
    case 'scalar':
      return `const at::Scalar ${name} = call.scalar(${at});`
    case 'scalar?':
      return `const auto ${name} = call.maybe_scalar(${at});`
    case 'number':
      return `const double ${name} = call.number(${at});`
    case 'int':
      return `const int64_t ${name} = call.integer(${at});`
    case 'reduction':
      return `const int64_t ${name} = call.integer(${at});`
    case 'int?':
      return `const auto ${name} = call.maybe_integer(${at});`
    case 'ints':
    case 'sizes':
      return `const Ints ${name} = call.integers(${at});`
    case 'ints?':
      return `const OptionalInts ${name} = call.maybe_integers(${at});`
    case 'bool':
      return `const bool ${name} = call.boolean(${at});`
    case 'dtype':
      return `const at::ScalarType ${name} = call.dtype(${at});`
    case 'stream':
      return `const Stream ${name} = call.stream(${at});`
  }
}

function binding(row: Row, asScalar: boolean): { callback: string; entry: string; text: string } {
  const { name, arguments: list } = parseSignature(row.signature)
  const callback = `op_${snakeCase(name)}${asScalar ? '_scalar' : ''}`
  let at = 0
  const readers: string[] = []
  let letters = ''
  for (const argument of list) {
    readers.push(`    ${reader(argument, at, asScalar)}`)
    const width = argument.kind === 'stream' ? 5 : 1
    at += width
    if (argument.kind === 'tensor' || argument.kind === 'tensor?') letters += 't'
    else if (argument.kind === 'operand') letters += asScalar ? '.' : 't'
    else if (argument.kind === 'tensors') letters += 'l'
    else letters += '.'.repeat(width)
  }
  const body =
    row.result === 'this'
      ? `    ${row.cpp};\n    return call.nothing();`
      : `    return call.result(${row.cpp});`
  return {
    callback,
    entry: `{"${name}${asScalar ? 'Scalar' : ''}", ${callback}}`,
    text: `napi_value ${callback}(napi_env env, napi_callback_info info) {
  Call call(env, info, "${name}", "${letters}");
  return call.run([&] {
${readers.join('\n')}
${body}
  });
}
`,
  }
}

/** cpp/tensor/generated/operations.cc */
export function nativeSource(table: readonly Row[]): string {
  const bindings = table.flatMap((row) => {
    const operands = parseSignature(row.signature).arguments.some((argument) => argument.kind === 'operand')
    return operands ? [binding(row, false), binding(row, true)] : [binding(row, false)]
  })
  return `// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/operations.h"

#include "tensor/call.h"
#include "tensor/functional.h"

namespace troupe::tensor {
namespace {

${bindings.map((each) => each.text).join('\n')}
constexpr Entry kOperations[] = {
${bindings.map((each) => `    ${each.entry},`).join('\n')}
};

}  // namespace

void register_operations(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
`
}

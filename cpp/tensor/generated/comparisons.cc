// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/bits.h"

namespace troupe::tensor {
namespace {

napi_value op_eq(napi_env env, napi_callback_info info) {
  Call call(env, info, "eq", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::eq(input, other));
  });
}

napi_value op_eq_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "eq", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::eq(input, other));
  });
}

napi_value op_ne(napi_env env, napi_callback_info info) {
  Call call(env, info, "ne", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::ne(input, other));
  });
}

napi_value op_ne_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "ne", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::ne(input, other));
  });
}

napi_value op_lt(napi_env env, napi_callback_info info) {
  Call call(env, info, "lt", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::lt(input, other));
  });
}

napi_value op_lt_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "lt", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::lt(input, other));
  });
}

napi_value op_le(napi_env env, napi_callback_info info) {
  Call call(env, info, "le", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::le(input, other));
  });
}

napi_value op_le_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "le", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::le(input, other));
  });
}

napi_value op_gt(napi_env env, napi_callback_info info) {
  Call call(env, info, "gt", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::gt(input, other));
  });
}

napi_value op_gt_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "gt", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::gt(input, other));
  });
}

napi_value op_ge(napi_env env, napi_callback_info info) {
  Call call(env, info, "ge", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::ge(input, other));
  });
}

napi_value op_ge_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "ge", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::ge(input, other));
  });
}

napi_value op_logical_and(napi_env env, napi_callback_info info) {
  Call call(env, info, "logicalAnd", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::logical_and(input, other));
  });
}

napi_value op_logical_or(napi_env env, napi_callback_info info) {
  Call call(env, info, "logicalOr", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::logical_or(input, other));
  });
}

napi_value op_logical_xor(napi_env env, napi_callback_info info) {
  Call call(env, info, "logicalXor", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::logical_xor(input, other));
  });
}

napi_value op_logical_not(napi_env env, napi_callback_info info) {
  Call call(env, info, "logicalNot", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::logical_not(input));
  });
}

napi_value op_bitwise_and(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseAnd", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::bitwise_and(input, other));
  });
}

napi_value op_bitwise_and_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseAnd", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::bitwise_and(input, other));
  });
}

napi_value op_bitwise_or(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseOr", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::bitwise_or(input, other));
  });
}

napi_value op_bitwise_or_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseOr", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::bitwise_or(input, other));
  });
}

napi_value op_bitwise_xor(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseXor", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::bitwise_xor(input, other));
  });
}

napi_value op_bitwise_xor_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseXor", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::bitwise_xor(input, other));
  });
}

napi_value op_bitwise_not(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseNot", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::bitwise_not(input));
  });
}

napi_value op_bitwise_left_shift(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseLeftShift", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(shifted_left(input, other));
  });
}

napi_value op_bitwise_left_shift_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseLeftShift", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(shifted_left(input, other));
  });
}

napi_value op_bitwise_right_shift(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseRightShift", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(shifted_right(input, other));
  });
}

napi_value op_bitwise_right_shift_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "bitwiseRightShift", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(shifted_right(input, other));
  });
}

napi_value op_isnan(napi_env env, napi_callback_info info) {
  Call call(env, info, "isnan", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::isnan(input));
  });
}

napi_value op_isinf(napi_env env, napi_callback_info info) {
  Call call(env, info, "isinf", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::isinf(input));
  });
}

napi_value op_isfinite(napi_env env, napi_callback_info info) {
  Call call(env, info, "isfinite", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::isfinite(input));
  });
}

napi_value op_isposinf(napi_env env, napi_callback_info info) {
  Call call(env, info, "isposinf", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::isposinf(input));
  });
}

napi_value op_isneginf(napi_env env, napi_callback_info info) {
  Call call(env, info, "isneginf", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::isneginf(input));
  });
}

napi_value op_signbit(napi_env env, napi_callback_info info) {
  Call call(env, info, "signbit", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::signbit(input));
  });
}

napi_value op_equal(napi_env env, napi_callback_info info) {
  Call call(env, info, "equal", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::equal(input, other));
  });
}

napi_value op_allclose(napi_env env, napi_callback_info info) {
  Call call(env, info, "allclose", "tt...", "input other rtol atol equalNan");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const double rtol = call.number(2);
    const double atol = call.number(3);
    const bool equalNan = call.boolean(4);
    return call.result(at::allclose(input, other, rtol, atol, equalNan));
  });
}

constexpr Entry kOperations[] = {
    {"eq", op_eq},
    {"eqScalar", op_eq_scalar},
    {"ne", op_ne},
    {"neScalar", op_ne_scalar},
    {"lt", op_lt},
    {"ltScalar", op_lt_scalar},
    {"le", op_le},
    {"leScalar", op_le_scalar},
    {"gt", op_gt},
    {"gtScalar", op_gt_scalar},
    {"ge", op_ge},
    {"geScalar", op_ge_scalar},
    {"logicalAnd", op_logical_and},
    {"logicalOr", op_logical_or},
    {"logicalXor", op_logical_xor},
    {"logicalNot", op_logical_not},
    {"bitwiseAnd", op_bitwise_and},
    {"bitwiseAndScalar", op_bitwise_and_scalar},
    {"bitwiseOr", op_bitwise_or},
    {"bitwiseOrScalar", op_bitwise_or_scalar},
    {"bitwiseXor", op_bitwise_xor},
    {"bitwiseXorScalar", op_bitwise_xor_scalar},
    {"bitwiseNot", op_bitwise_not},
    {"bitwiseLeftShift", op_bitwise_left_shift},
    {"bitwiseLeftShiftScalar", op_bitwise_left_shift_scalar},
    {"bitwiseRightShift", op_bitwise_right_shift},
    {"bitwiseRightShiftScalar", op_bitwise_right_shift_scalar},
    {"isnan", op_isnan},
    {"isinf", op_isinf},
    {"isfinite", op_isfinite},
    {"isposinf", op_isposinf},
    {"isneginf", op_isneginf},
    {"signbit", op_signbit},
    {"equal", op_equal},
    {"allclose", op_allclose},
};

}  // namespace

void register_comparisons(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

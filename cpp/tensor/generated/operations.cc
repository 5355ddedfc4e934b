// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/operations.h"

#include "tensor/call.h"
#include "tensor/functional.h"

namespace troupe::tensor {
namespace {

napi_value op_zeros_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "zerosOf", "..");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::ScalarType dtype = call.dtype(1);
    return call.result(at::zeros(shape, as(dtype)));
  });
}

napi_value op_full_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "fullOf", "...");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::Scalar value = call.scalar(1);
    const at::ScalarType dtype = call.dtype(2);
    return call.result(at::full(shape, value, as(dtype)));
  });
}

napi_value op_arange_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "arangeOf", "....");
  return call.run([&] {
    const double start = call.number(0);
    const double end = call.number(1);
    const double step = call.number(2);
    const at::ScalarType dtype = call.dtype(3);
    return call.result(arange(start, end, step, dtype));
  });
}

napi_value op_eye_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "eyeOf", "...");
  return call.run([&] {
    const int64_t rows = call.integer(0);
    const int64_t columns = call.integer(1);
    const at::ScalarType dtype = call.dtype(2);
    return call.result(at::eye(rows, columns, as(dtype)));
  });
}

napi_value op_zeros_like(napi_env env, napi_callback_info info) {
  Call call(env, info, "zerosLike", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::zeros_like(input));
  });
}

napi_value op_ones_like(napi_env env, napi_callback_info info) {
  Call call(env, info, "onesLike", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::ones_like(input));
  });
}

napi_value op_rand_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "randOf", ".......");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::ScalarType dtype = call.dtype(1);
    const Stream stream = call.stream(2);
    return call.result(uniform_(at::empty(shape, as(dtype)), stream, 0, 1));
  });
}

napi_value op_randn_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "randnOf", ".......");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::ScalarType dtype = call.dtype(1);
    const Stream stream = call.stream(2);
    return call.result(normal_(at::empty(shape, as(dtype)), stream, 0, 1));
  });
}

napi_value op_randint_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "randintOf", "........");
  return call.run([&] {
    const int64_t low = call.integer(0);
    const int64_t high = call.integer(1);
    const Ints shape = call.integers(2);
    const Stream stream = call.stream(3);
    return call.result(random_integers(shape, stream, low, high));
  });
}

napi_value op_randperm_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "randpermOf", "......");
  return call.run([&] {
    const int64_t count = call.integer(0);
    const Stream stream = call.stream(1);
    return call.result(permutation(count, stream));
  });
}

napi_value op_reshape(napi_env env, napi_callback_info info) {
  Call call(env, info, "reshape", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shape = call.integers(1);
    return call.result(at::reshape(input, shape));
  });
}

napi_value op_view(napi_env env, napi_callback_info info) {
  Call call(env, info, "view", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shape = call.integers(1);
    return call.result(input.view(shape));
  });
}

napi_value op_flatten(napi_env env, napi_callback_info info) {
  Call call(env, info, "flatten", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t startDim = call.integer(1);
    const int64_t endDim = call.integer(2);
    return call.result(at::flatten(input, startDim, endDim));
  });
}

napi_value op_transpose(napi_env env, napi_callback_info info) {
  Call call(env, info, "transpose", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim0 = call.integer(1);
    const int64_t dim1 = call.integer(2);
    return call.result(at::transpose(input, dim0, dim1));
  });
}

napi_value op_t(napi_env env, napi_callback_info info) {
  Call call(env, info, "t", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::t(input));
  });
}

napi_value op_permute(napi_env env, napi_callback_info info) {
  Call call(env, info, "permute", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints dims = call.integers(1);
    return call.result(at::permute(input, dims));
  });
}

napi_value op_squeeze(napi_env env, napi_callback_info info) {
  Call call(env, info, "squeeze", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dim = call.maybe_integer(1);
    return call.result((dim ? at::squeeze(input, *dim) : at::squeeze(input)));
  });
}

napi_value op_unsqueeze(napi_env env, napi_callback_info info) {
  Call call(env, info, "unsqueeze", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::unsqueeze(input, dim));
  });
}

napi_value op_narrow(napi_env env, napi_callback_info info) {
  Call call(env, info, "narrow", "t...");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const int64_t start = call.integer(2);
    const int64_t length = call.integer(3);
    return call.result(at::narrow(input, dim, start, length));
  });
}

napi_value op_select(napi_env env, napi_callback_info info) {
  Call call(env, info, "select", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const int64_t index = call.integer(2);
    return call.result(at::select(input, dim, index));
  });
}

napi_value op_slice(napi_env env, napi_callback_info info) {
  Call call(env, info, "slice", "t....");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const auto start = call.maybe_integer(2);
    const auto end = call.maybe_integer(3);
    const int64_t step = call.integer(4);
    return call.result(at::slice(input, dim, start, end, step));
  });
}

napi_value op_expand(napi_env env, napi_callback_info info) {
  Call call(env, info, "expand", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shape = call.integers(1);
    return call.result(input.expand(shape));
  });
}

napi_value op_repeat(napi_env env, napi_callback_info info) {
  Call call(env, info, "repeat", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints repeats = call.integers(1);
    return call.result(input.repeat(repeats));
  });
}

napi_value op_flip(napi_env env, napi_callback_info info) {
  Call call(env, info, "flip", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints dims = call.integers(1);
    return call.result(at::flip(input, dims));
  });
}

napi_value op_contiguous(napi_env env, napi_callback_info info) {
  Call call(env, info, "contiguous", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.contiguous());
  });
}

napi_value op_clone(napi_env env, napi_callback_info info) {
  Call call(env, info, "clone", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::clone(input));
  });
}

napi_value op_detach(napi_env env, napi_callback_info info) {
  Call call(env, info, "detach", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.detach());
  });
}

napi_value op_to(napi_env env, napi_callback_info info) {
  Call call(env, info, "to", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::ScalarType dtype = call.dtype(1);
    return call.result(input.to(dtype));
  });
}

napi_value op_chunk(napi_env env, napi_callback_info info) {
  Call call(env, info, "chunk", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t chunks = call.integer(1);
    const int64_t dim = call.integer(2);
    return call.result(at::chunk(input, chunks, dim));
  });
}

napi_value op_split(napi_env env, napi_callback_info info) {
  Call call(env, info, "split", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t size = call.integer(1);
    const int64_t dim = call.integer(2);
    return call.result(at::split(input, size, dim));
  });
}

napi_value op_add(napi_env env, napi_callback_info info) {
  Call call(env, info, "add", "tt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::add(input, other, alpha));
  });
}

napi_value op_add_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "add", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::add(input, other, alpha));
  });
}

napi_value op_sub(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub", "tt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::sub(input, other, alpha));
  });
}

napi_value op_sub_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::sub(input, other, alpha));
  });
}

napi_value op_mul(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::mul(input, other));
  });
}

napi_value op_mul_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::mul(input, other));
  });
}

napi_value op_div(napi_env env, napi_callback_info info) {
  Call call(env, info, "div", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::div(input, other));
  });
}

napi_value op_div_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "div", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::div(input, other));
  });
}

napi_value op_pow(napi_env env, napi_callback_info info) {
  Call call(env, info, "pow", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::pow(input, other));
  });
}

napi_value op_pow_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "pow", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::pow(input, other));
  });
}

napi_value op_maximum(napi_env env, napi_callback_info info) {
  Call call(env, info, "maximum", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::maximum(input, other));
  });
}

napi_value op_minimum(napi_env env, napi_callback_info info) {
  Call call(env, info, "minimum", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::minimum(input, other));
  });
}

napi_value op_eq(napi_env env, napi_callback_info info) {
  Call call(env, info, "eq", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::eq(input, other));
  });
}

napi_value op_eq_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "eq", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::eq(input, other));
  });
}

napi_value op_ne(napi_env env, napi_callback_info info) {
  Call call(env, info, "ne", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::ne(input, other));
  });
}

napi_value op_ne_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "ne", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::ne(input, other));
  });
}

napi_value op_lt(napi_env env, napi_callback_info info) {
  Call call(env, info, "lt", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::lt(input, other));
  });
}

napi_value op_lt_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "lt", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::lt(input, other));
  });
}

napi_value op_le(napi_env env, napi_callback_info info) {
  Call call(env, info, "le", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::le(input, other));
  });
}

napi_value op_le_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "le", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::le(input, other));
  });
}

napi_value op_gt(napi_env env, napi_callback_info info) {
  Call call(env, info, "gt", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::gt(input, other));
  });
}

napi_value op_gt_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "gt", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::gt(input, other));
  });
}

napi_value op_ge(napi_env env, napi_callback_info info) {
  Call call(env, info, "ge", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::ge(input, other));
  });
}

napi_value op_ge_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "ge", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::ge(input, other));
  });
}

napi_value op_logical_and(napi_env env, napi_callback_info info) {
  Call call(env, info, "logicalAnd", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::logical_and(input, other));
  });
}

napi_value op_logical_or(napi_env env, napi_callback_info info) {
  Call call(env, info, "logicalOr", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::logical_or(input, other));
  });
}

napi_value op_logical_not(napi_env env, napi_callback_info info) {
  Call call(env, info, "logicalNot", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::logical_not(input));
  });
}

napi_value op_isnan(napi_env env, napi_callback_info info) {
  Call call(env, info, "isnan", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::isnan(input));
  });
}

napi_value op_isfinite(napi_env env, napi_callback_info info) {
  Call call(env, info, "isfinite", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::isfinite(input));
  });
}

napi_value op_neg(napi_env env, napi_callback_info info) {
  Call call(env, info, "neg", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::neg(input));
  });
}

napi_value op_exp(napi_env env, napi_callback_info info) {
  Call call(env, info, "exp", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::exp(input));
  });
}

napi_value op_expm1(napi_env env, napi_callback_info info) {
  Call call(env, info, "expm1", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::expm1(input));
  });
}

napi_value op_log(napi_env env, napi_callback_info info) {
  Call call(env, info, "log", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::log(input));
  });
}

napi_value op_log1p(napi_env env, napi_callback_info info) {
  Call call(env, info, "log1p", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::log1p(input));
  });
}

napi_value op_sqrt(napi_env env, napi_callback_info info) {
  Call call(env, info, "sqrt", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sqrt(input));
  });
}

napi_value op_rsqrt(napi_env env, napi_callback_info info) {
  Call call(env, info, "rsqrt", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::rsqrt(input));
  });
}

napi_value op_reciprocal(napi_env env, napi_callback_info info) {
  Call call(env, info, "reciprocal", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::reciprocal(input));
  });
}

napi_value op_square(napi_env env, napi_callback_info info) {
  Call call(env, info, "square", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::square(input));
  });
}

napi_value op_abs(napi_env env, napi_callback_info info) {
  Call call(env, info, "abs", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::abs(input));
  });
}

napi_value op_sign(napi_env env, napi_callback_info info) {
  Call call(env, info, "sign", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sign(input));
  });
}

napi_value op_floor(napi_env env, napi_callback_info info) {
  Call call(env, info, "floor", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::floor(input));
  });
}

napi_value op_ceil(napi_env env, napi_callback_info info) {
  Call call(env, info, "ceil", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::ceil(input));
  });
}

napi_value op_round(napi_env env, napi_callback_info info) {
  Call call(env, info, "round", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::round(input));
  });
}

napi_value op_sin(napi_env env, napi_callback_info info) {
  Call call(env, info, "sin", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sin(input));
  });
}

napi_value op_cos(napi_env env, napi_callback_info info) {
  Call call(env, info, "cos", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::cos(input));
  });
}

napi_value op_tanh(napi_env env, napi_callback_info info) {
  Call call(env, info, "tanh", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::tanh(input));
  });
}

napi_value op_sigmoid(napi_env env, napi_callback_info info) {
  Call call(env, info, "sigmoid", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sigmoid(input));
  });
}

napi_value op_erf(napi_env env, napi_callback_info info) {
  Call call(env, info, "erf", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::erf(input));
  });
}

napi_value op_relu(napi_env env, napi_callback_info info) {
  Call call(env, info, "relu", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::relu(input));
  });
}

napi_value op_gelu(napi_env env, napi_callback_info info) {
  Call call(env, info, "gelu", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::gelu(input));
  });
}

napi_value op_silu(napi_env env, napi_callback_info info) {
  Call call(env, info, "silu", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::silu(input));
  });
}

napi_value op_leaky_relu(napi_env env, napi_callback_info info) {
  Call call(env, info, "leakyRelu", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar negativeSlope = call.scalar(1);
    return call.result(at::leaky_relu(input, negativeSlope));
  });
}

napi_value op_elu(napi_env env, napi_callback_info info) {
  Call call(env, info, "elu", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar alpha = call.scalar(1);
    return call.result(at::elu(input, alpha));
  });
}

napi_value op_softplus(napi_env env, napi_callback_info info) {
  Call call(env, info, "softplus", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar beta = call.scalar(1);
    const at::Scalar threshold = call.scalar(2);
    return call.result(at::softplus(input, beta, threshold));
  });
}

napi_value op_clamp(napi_env env, napi_callback_info info) {
  Call call(env, info, "clamp", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto min = call.maybe_scalar(1);
    const auto max = call.maybe_scalar(2);
    return call.result(at::clamp(input, min, max));
  });
}

napi_value op_where(napi_env env, napi_callback_info info) {
  Call call(env, info, "where", "ttt");
  return call.run([&] {
    at::Tensor& condition = call.tensor(0);
    at::Tensor& input = call.tensor(1);
    at::Tensor& other = call.tensor(2);
    return call.result(at::where(condition, input, other));
  });
}

napi_value op_where_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "where", "tt.");
  return call.run([&] {
    at::Tensor& condition = call.tensor(0);
    at::Tensor& input = call.tensor(1);
    const at::Scalar other = call.scalar(2);
    return call.result(at::where(condition, input, other));
  });
}

napi_value op_masked_fill(napi_env env, napi_callback_info info) {
  Call call(env, info, "maskedFill", "tt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& mask = call.tensor(1);
    const at::Scalar value = call.scalar(2);
    return call.result(at::masked_fill(input, mask, value));
  });
}

napi_value op_add_(napi_env env, napi_callback_info info) {
  Call call(env, info, "add_", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.add_(other);
    return call.nothing();
  });
}

napi_value op_add__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "add_", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.add_(other);
    return call.nothing();
  });
}

napi_value op_sub_(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub_", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.sub_(other);
    return call.nothing();
  });
}

napi_value op_sub__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub_", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.sub_(other);
    return call.nothing();
  });
}

napi_value op_mul_(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul_", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.mul_(other);
    return call.nothing();
  });
}

napi_value op_mul__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul_", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.mul_(other);
    return call.nothing();
  });
}

napi_value op_div_(napi_env env, napi_callback_info info) {
  Call call(env, info, "div_", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.div_(other);
    return call.nothing();
  });
}

napi_value op_div__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "div_", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.div_(other);
    return call.nothing();
  });
}

napi_value op_fill_(napi_env env, napi_callback_info info) {
  Call call(env, info, "fill_", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar value = call.scalar(1);
    input.fill_(value);
    return call.nothing();
  });
}

napi_value op_zero_(napi_env env, napi_callback_info info) {
  Call call(env, info, "zero_", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.zero_();
    return call.nothing();
  });
}

napi_value op_copy_(napi_env env, napi_callback_info info) {
  Call call(env, info, "copy_", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& source = call.tensor(1);
    input.copy_(source);
    return call.nothing();
  });
}

napi_value op_sum(napi_env env, napi_callback_info info) {
  Call call(env, info, "sum", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::sum(input, dim, keepdim));
  });
}

napi_value op_mean(napi_env env, napi_callback_info info) {
  Call call(env, info, "mean", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::mean(input, dim, keepdim));
  });
}

napi_value op_prod(napi_env env, napi_callback_info info) {
  Call call(env, info, "prod", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::prod(input));
  });
}

napi_value op_var(napi_env env, napi_callback_info info) {
  Call call(env, info, "var", "t...");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool unbiased = call.boolean(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::var(input, dim, unbiased, keepdim));
  });
}

napi_value op_std(napi_env env, napi_callback_info info) {
  Call call(env, info, "std", "t...");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool unbiased = call.boolean(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::std(input, dim, unbiased, keepdim));
  });
}

napi_value op_amax(napi_env env, napi_callback_info info) {
  Call call(env, info, "amax", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::amax(input, dim.values, keepdim));
  });
}

napi_value op_amin(napi_env env, napi_callback_info info) {
  Call call(env, info, "amin", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::amin(input, dim.values, keepdim));
  });
}

napi_value op_max_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "maxAll", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::max(input));
  });
}

napi_value op_min_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "minAll", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::min(input));
  });
}

napi_value op_max_along(napi_env env, napi_callback_info info) {
  Call call(env, info, "maxAlong", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::max(input, dim, keepdim));
  });
}

napi_value op_min_along(napi_env env, napi_callback_info info) {
  Call call(env, info, "minAlong", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::min(input, dim, keepdim));
  });
}

napi_value op_argmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "argmax", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dim = call.maybe_integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::argmax(input, dim, keepdim));
  });
}

napi_value op_argmin(napi_env env, napi_callback_info info) {
  Call call(env, info, "argmin", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dim = call.maybe_integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::argmin(input, dim, keepdim));
  });
}

napi_value op_cumsum(napi_env env, napi_callback_info info) {
  Call call(env, info, "cumsum", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::cumsum(input, dim));
  });
}

napi_value op_logsumexp(napi_env env, napi_callback_info info) {
  Call call(env, info, "logsumexp", "t..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints dim = call.integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::logsumexp(input, dim, keepdim));
  });
}

napi_value op_softmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "softmax", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::softmax(input, dim));
  });
}

napi_value op_log_softmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "logSoftmax", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::log_softmax(input, dim));
  });
}

napi_value op_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "all", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::all(input));
  });
}

napi_value op_any(napi_env env, napi_callback_info info) {
  Call call(env, info, "any", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::any(input));
  });
}

napi_value op_equal(napi_env env, napi_callback_info info) {
  Call call(env, info, "equal", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::equal(input, other));
  });
}

napi_value op_allclose(napi_env env, napi_callback_info info) {
  Call call(env, info, "allclose", "tt..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const double rtol = call.number(2);
    const double atol = call.number(3);
    return call.result(at::allclose(input, other, rtol, atol));
  });
}

napi_value op_matmul(napi_env env, napi_callback_info info) {
  Call call(env, info, "matmul", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::matmul(input, other));
  });
}

napi_value op_mm(napi_env env, napi_callback_info info) {
  Call call(env, info, "mm", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::mm(input, other));
  });
}

napi_value op_bmm(napi_env env, napi_callback_info info) {
  Call call(env, info, "bmm", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::bmm(input, other));
  });
}

napi_value op_mv(napi_env env, napi_callback_info info) {
  Call call(env, info, "mv", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& vector = call.tensor(1);
    return call.result(at::mv(input, vector));
  });
}

napi_value op_dot(napi_env env, napi_callback_info info) {
  Call call(env, info, "dot", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::dot(input, other));
  });
}

napi_value op_addmm(napi_env env, napi_callback_info info) {
  Call call(env, info, "addmm", "ttt..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& mat1 = call.tensor(1);
    at::Tensor& mat2 = call.tensor(2);
    const at::Scalar beta = call.scalar(3);
    const at::Scalar alpha = call.scalar(4);
    return call.result(at::addmm(input, mat1, mat2, beta, alpha));
  });
}

napi_value op_linear(napi_env env, napi_callback_info info) {
  Call call(env, info, "linear", "ttt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    return call.result(placed_linear(input, weight, bias));
  });
}

napi_value op_cat(napi_env env, napi_callback_info info) {
  Call call(env, info, "cat", "l.");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    const int64_t dim = call.integer(1);
    return call.result(at::cat(tensors, dim));
  });
}

napi_value op_stack(napi_env env, napi_callback_info info) {
  Call call(env, info, "stack", "l.");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    const int64_t dim = call.integer(1);
    return call.result(at::stack(tensors, dim));
  });
}

napi_value op_gather(napi_env env, napi_callback_info info) {
  Call call(env, info, "gather", "t.t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    return call.result(at::gather(input, dim, index));
  });
}

napi_value op_scatter_add(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatterAdd", "t.tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    return call.result(at::scatter_add(input, dim, index, source));
  });
}

napi_value op_index_select(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexSelect", "t.t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    return call.result(at::index_select(input, dim, index));
  });
}

napi_value op_tril(napi_env env, napi_callback_info info) {
  Call call(env, info, "tril", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t diagonal = call.integer(1);
    return call.result(at::tril(input, diagonal));
  });
}

napi_value op_triu(napi_env env, napi_callback_info info) {
  Call call(env, info, "triu", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t diagonal = call.integer(1);
    return call.result(at::triu(input, diagonal));
  });
}

napi_value op_one_hot(napi_env env, napi_callback_info info) {
  Call call(env, info, "oneHot", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t classes = call.integer(1);
    return call.result(at::one_hot(input, classes));
  });
}

napi_value op_conv2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "conv2d", "ttt....");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    const Ints stride = call.integers(3);
    const Ints padding = call.integers(4);
    const Ints dilation = call.integers(5);
    const int64_t groups = call.integer(6);
    return call.result(at::conv2d(input, weight, bias, stride, padding, dilation, groups));
  });
}

napi_value op_max_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "maxPool2d", "t.....");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints kernelSize = call.integers(1);
    const OptionalInts stride = call.maybe_integers(2);
    const Ints padding = call.integers(3);
    const Ints dilation = call.integers(4);
    const bool ceilMode = call.boolean(5);
    return call.result(at::max_pool2d(input, kernelSize, stride.values, padding, dilation, ceilMode));
  });
}

napi_value op_avg_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "avgPool2d", "t.....");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints kernelSize = call.integers(1);
    const OptionalInts stride = call.maybe_integers(2);
    const Ints padding = call.integers(3);
    const bool ceilMode = call.boolean(4);
    const bool countIncludePad = call.boolean(5);
    return call.result(at::avg_pool2d(input, kernelSize, stride.values, padding, ceilMode, countIncludePad));
  });
}

napi_value op_adaptive_avg_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "adaptiveAvgPool2d", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    return call.result(at::adaptive_avg_pool2d(input, outputSize));
  });
}

napi_value op_dropout(napi_env env, napi_callback_info info) {
  Call call(env, info, "dropout", "t.......");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double p = call.number(1);
    const bool training = call.boolean(2);
    const Stream stream = call.stream(3);
    return call.result(dropout(input, p, training, stream));
  });
}

napi_value op_batch_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "batchNorm", "ttttt...");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto runningMean = call.maybe_tensor(1);
    const auto runningVar = call.maybe_tensor(2);
    const auto weight = call.maybe_tensor(3);
    const auto bias = call.maybe_tensor(4);
    const bool training = call.boolean(5);
    const double momentum = call.number(6);
    const double eps = call.number(7);
    return call.result(at::batch_norm(input, weight, bias, runningMean, runningVar, training, momentum, eps, false));
  });
}

napi_value op_layer_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "layerNorm", "t.tt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints normalizedShape = call.integers(1);
    const auto weight = call.maybe_tensor(2);
    const auto bias = call.maybe_tensor(3);
    const double eps = call.number(4);
    return call.result(at::layer_norm(input, normalizedShape, weight, bias, eps, false));
  });
}

napi_value op_embedding(napi_env env, napi_callback_info info) {
  Call call(env, info, "embedding", "tt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const int64_t paddingIdx = call.integer(2);
    return call.result(at::embedding(weight, input, paddingIdx));
  });
}

napi_value op_cross_entropy(napi_env env, napi_callback_info info) {
  Call call(env, info, "crossEntropy", "ttt...");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const int64_t ignoreIndex = call.integer(3);
    const int64_t reduction = call.integer(4);
    const double labelSmoothing = call.number(5);
    return call.result(cross_entropy(input, target, weight, reduction, ignoreIndex, labelSmoothing));
  });
}

napi_value op_nll_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "nllLoss", "ttt..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const int64_t ignoreIndex = call.integer(3);
    const int64_t reduction = call.integer(4);
    return call.result(at::nll_loss_nd(input, target, weight, reduction, ignoreIndex));
  });
}

napi_value op_mse_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "mseLoss", "tt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.integer(2);
    return call.result(at::mse_loss(input, target, reduction));
  });
}

napi_value op_l1_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "l1Loss", "tt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.integer(2);
    return call.result(at::l1_loss(input, target, reduction));
  });
}

napi_value op_smooth_l1_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "smoothL1Loss", "tt..");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.integer(2);
    const double beta = call.number(3);
    return call.result(at::smooth_l1_loss(input, target, reduction, beta));
  });
}

napi_value op_binary_cross_entropy_with_logits(napi_env env, napi_callback_info info) {
  Call call(env, info, "binaryCrossEntropyWithLogits", "tttt.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const auto posWeight = call.maybe_tensor(3);
    const int64_t reduction = call.integer(4);
    return call.result(at::binary_cross_entropy_with_logits(input, target, weight, posWeight, reduction));
  });
}

napi_value op_accuracy(napi_env env, napi_callback_info info) {
  Call call(env, info, "accuracy", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    return call.result(accuracy(input, target));
  });
}

constexpr Entry kOperations[] = {
    {"zerosOf", op_zeros_of},
    {"fullOf", op_full_of},
    {"arangeOf", op_arange_of},
    {"eyeOf", op_eye_of},
    {"zerosLike", op_zeros_like},
    {"onesLike", op_ones_like},
    {"randOf", op_rand_of},
    {"randnOf", op_randn_of},
    {"randintOf", op_randint_of},
    {"randpermOf", op_randperm_of},
    {"reshape", op_reshape},
    {"view", op_view},
    {"flatten", op_flatten},
    {"transpose", op_transpose},
    {"t", op_t},
    {"permute", op_permute},
    {"squeeze", op_squeeze},
    {"unsqueeze", op_unsqueeze},
    {"narrow", op_narrow},
    {"select", op_select},
    {"slice", op_slice},
    {"expand", op_expand},
    {"repeat", op_repeat},
    {"flip", op_flip},
    {"contiguous", op_contiguous},
    {"clone", op_clone},
    {"detach", op_detach},
    {"to", op_to},
    {"chunk", op_chunk},
    {"split", op_split},
    {"add", op_add},
    {"addScalar", op_add_scalar},
    {"sub", op_sub},
    {"subScalar", op_sub_scalar},
    {"mul", op_mul},
    {"mulScalar", op_mul_scalar},
    {"div", op_div},
    {"divScalar", op_div_scalar},
    {"pow", op_pow},
    {"powScalar", op_pow_scalar},
    {"maximum", op_maximum},
    {"minimum", op_minimum},
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
    {"logicalNot", op_logical_not},
    {"isnan", op_isnan},
    {"isfinite", op_isfinite},
    {"neg", op_neg},
    {"exp", op_exp},
    {"expm1", op_expm1},
    {"log", op_log},
    {"log1p", op_log1p},
    {"sqrt", op_sqrt},
    {"rsqrt", op_rsqrt},
    {"reciprocal", op_reciprocal},
    {"square", op_square},
    {"abs", op_abs},
    {"sign", op_sign},
    {"floor", op_floor},
    {"ceil", op_ceil},
    {"round", op_round},
    {"sin", op_sin},
    {"cos", op_cos},
    {"tanh", op_tanh},
    {"sigmoid", op_sigmoid},
    {"erf", op_erf},
    {"relu", op_relu},
    {"gelu", op_gelu},
    {"silu", op_silu},
    {"leakyRelu", op_leaky_relu},
    {"elu", op_elu},
    {"softplus", op_softplus},
    {"clamp", op_clamp},
    {"where", op_where},
    {"whereScalar", op_where_scalar},
    {"maskedFill", op_masked_fill},
    {"add_", op_add_},
    {"add_Scalar", op_add__scalar},
    {"sub_", op_sub_},
    {"sub_Scalar", op_sub__scalar},
    {"mul_", op_mul_},
    {"mul_Scalar", op_mul__scalar},
    {"div_", op_div_},
    {"div_Scalar", op_div__scalar},
    {"fill_", op_fill_},
    {"zero_", op_zero_},
    {"copy_", op_copy_},
    {"sum", op_sum},
    {"mean", op_mean},
    {"prod", op_prod},
    {"var", op_var},
    {"std", op_std},
    {"amax", op_amax},
    {"amin", op_amin},
    {"maxAll", op_max_all},
    {"minAll", op_min_all},
    {"maxAlong", op_max_along},
    {"minAlong", op_min_along},
    {"argmax", op_argmax},
    {"argmin", op_argmin},
    {"cumsum", op_cumsum},
    {"logsumexp", op_logsumexp},
    {"softmax", op_softmax},
    {"logSoftmax", op_log_softmax},
    {"all", op_all},
    {"any", op_any},
    {"equal", op_equal},
    {"allclose", op_allclose},
    {"matmul", op_matmul},
    {"mm", op_mm},
    {"bmm", op_bmm},
    {"mv", op_mv},
    {"dot", op_dot},
    {"addmm", op_addmm},
    {"linear", op_linear},
    {"cat", op_cat},
    {"stack", op_stack},
    {"gather", op_gather},
    {"scatterAdd", op_scatter_add},
    {"indexSelect", op_index_select},
    {"tril", op_tril},
    {"triu", op_triu},
    {"oneHot", op_one_hot},
    {"conv2d", op_conv2d},
    {"maxPool2d", op_max_pool2d},
    {"avgPool2d", op_avg_pool2d},
    {"adaptiveAvgPool2d", op_adaptive_avg_pool2d},
    {"dropout", op_dropout},
    {"batchNorm", op_batch_norm},
    {"layerNorm", op_layer_norm},
    {"embedding", op_embedding},
    {"crossEntropy", op_cross_entropy},
    {"nllLoss", op_nll_loss},
    {"mseLoss", op_mse_loss},
    {"l1Loss", op_l1_loss},
    {"smoothL1Loss", op_smooth_l1_loss},
    {"binaryCrossEntropyWithLogits", op_binary_cross_entropy_with_logits},
    {"accuracy", op_accuracy},
};

}  // namespace

void register_operations(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

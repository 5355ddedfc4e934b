// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/rounding.h"

namespace troupe::tensor {
namespace {

napi_value op_neg(napi_env env, napi_callback_info info) {
  Call call(env, info, "neg", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::neg(input));
  });
}

napi_value op_abs(napi_env env, napi_callback_info info) {
  Call call(env, info, "abs", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::abs(input));
  });
}

napi_value op_sign(napi_env env, napi_callback_info info) {
  Call call(env, info, "sign", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sign(input));
  });
}

napi_value op_square(napi_env env, napi_callback_info info) {
  Call call(env, info, "square", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::square(input));
  });
}

napi_value op_reciprocal(napi_env env, napi_callback_info info) {
  Call call(env, info, "reciprocal", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::reciprocal(input));
  });
}

napi_value op_sqrt(napi_env env, napi_callback_info info) {
  Call call(env, info, "sqrt", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sqrt(input));
  });
}

napi_value op_rsqrt(napi_env env, napi_callback_info info) {
  Call call(env, info, "rsqrt", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::rsqrt(input));
  });
}

napi_value op_exp(napi_env env, napi_callback_info info) {
  Call call(env, info, "exp", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::exp(input));
  });
}

napi_value op_exp2(napi_env env, napi_callback_info info) {
  Call call(env, info, "exp2", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::exp2(input));
  });
}

napi_value op_expm1(napi_env env, napi_callback_info info) {
  Call call(env, info, "expm1", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::expm1(input));
  });
}

napi_value op_log(napi_env env, napi_callback_info info) {
  Call call(env, info, "log", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::log(input));
  });
}

napi_value op_log2(napi_env env, napi_callback_info info) {
  Call call(env, info, "log2", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::log2(input));
  });
}

napi_value op_log10(napi_env env, napi_callback_info info) {
  Call call(env, info, "log10", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::log10(input));
  });
}

napi_value op_log1p(napi_env env, napi_callback_info info) {
  Call call(env, info, "log1p", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::log1p(input));
  });
}

napi_value op_floor(napi_env env, napi_callback_info info) {
  Call call(env, info, "floor", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::floor(input));
  });
}

napi_value op_ceil(napi_env env, napi_callback_info info) {
  Call call(env, info, "ceil", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::ceil(input));
  });
}

napi_value op_trunc(napi_env env, napi_callback_info info) {
  Call call(env, info, "trunc", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::trunc(input));
  });
}

napi_value op_frac(napi_env env, napi_callback_info info) {
  Call call(env, info, "frac", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::frac(input));
  });
}

napi_value op_round(napi_env env, napi_callback_info info) {
  Call call(env, info, "round", "t.", "input decimals");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t decimals = call.integer(1);
    return call.result(rounded(input, decimals));
  });
}

napi_value op_sin(napi_env env, napi_callback_info info) {
  Call call(env, info, "sin", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sin(input));
  });
}

napi_value op_cos(napi_env env, napi_callback_info info) {
  Call call(env, info, "cos", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::cos(input));
  });
}

napi_value op_tan(napi_env env, napi_callback_info info) {
  Call call(env, info, "tan", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::tan(input));
  });
}

napi_value op_asin(napi_env env, napi_callback_info info) {
  Call call(env, info, "asin", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::asin(input));
  });
}

napi_value op_acos(napi_env env, napi_callback_info info) {
  Call call(env, info, "acos", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::acos(input));
  });
}

napi_value op_atan(napi_env env, napi_callback_info info) {
  Call call(env, info, "atan", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::atan(input));
  });
}

napi_value op_sinh(napi_env env, napi_callback_info info) {
  Call call(env, info, "sinh", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sinh(input));
  });
}

napi_value op_cosh(napi_env env, napi_callback_info info) {
  Call call(env, info, "cosh", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::cosh(input));
  });
}

napi_value op_asinh(napi_env env, napi_callback_info info) {
  Call call(env, info, "asinh", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::asinh(input));
  });
}

napi_value op_acosh(napi_env env, napi_callback_info info) {
  Call call(env, info, "acosh", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::acosh(input));
  });
}

napi_value op_atanh(napi_env env, napi_callback_info info) {
  Call call(env, info, "atanh", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::atanh(input));
  });
}

napi_value op_sinc(napi_env env, napi_callback_info info) {
  Call call(env, info, "sinc", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sinc(input));
  });
}

napi_value op_deg2rad(napi_env env, napi_callback_info info) {
  Call call(env, info, "deg2rad", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::deg2rad(input));
  });
}

napi_value op_rad2deg(napi_env env, napi_callback_info info) {
  Call call(env, info, "rad2deg", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::rad2deg(input));
  });
}

napi_value op_logit(napi_env env, napi_callback_info info) {
  Call call(env, info, "logit", "t.", "input eps");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto eps = call.maybe_number(1);
    return call.result(at::logit(input, eps));
  });
}

napi_value op_erf(napi_env env, napi_callback_info info) {
  Call call(env, info, "erf", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::erf(input));
  });
}

napi_value op_erfc(napi_env env, napi_callback_info info) {
  Call call(env, info, "erfc", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::erfc(input));
  });
}

napi_value op_erfinv(napi_env env, napi_callback_info info) {
  Call call(env, info, "erfinv", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::erfinv(input));
  });
}

napi_value op_lgamma(napi_env env, napi_callback_info info) {
  Call call(env, info, "lgamma", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::lgamma(input));
  });
}

napi_value op_digamma(napi_env env, napi_callback_info info) {
  Call call(env, info, "digamma", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::digamma(input));
  });
}

napi_value op_polygamma(napi_env env, napi_callback_info info) {
  Call call(env, info, "polygamma", "t.", "input n");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t n = call.integer(1);
    return call.result(at::polygamma(n, input));
  });
}

napi_value op_i0(napi_env env, napi_callback_info info) {
  Call call(env, info, "i0", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::i0(input));
  });
}

napi_value op_nan_to_num(napi_env env, napi_callback_info info) {
  Call call(env, info, "nanToNum", "t...", "input nan posinf neginf");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto nan = call.maybe_number(1);
    const auto posinf = call.maybe_number(2);
    const auto neginf = call.maybe_number(3);
    return call.result(at::nan_to_num(input, nan, posinf, neginf));
  });
}

constexpr Entry kOperations[] = {
    {"neg", op_neg},
    {"abs", op_abs},
    {"sign", op_sign},
    {"square", op_square},
    {"reciprocal", op_reciprocal},
    {"sqrt", op_sqrt},
    {"rsqrt", op_rsqrt},
    {"exp", op_exp},
    {"exp2", op_exp2},
    {"expm1", op_expm1},
    {"log", op_log},
    {"log2", op_log2},
    {"log10", op_log10},
    {"log1p", op_log1p},
    {"floor", op_floor},
    {"ceil", op_ceil},
    {"trunc", op_trunc},
    {"frac", op_frac},
    {"round", op_round},
    {"sin", op_sin},
    {"cos", op_cos},
    {"tan", op_tan},
    {"asin", op_asin},
    {"acos", op_acos},
    {"atan", op_atan},
    {"sinh", op_sinh},
    {"cosh", op_cosh},
    {"asinh", op_asinh},
    {"acosh", op_acosh},
    {"atanh", op_atanh},
    {"sinc", op_sinc},
    {"deg2rad", op_deg2rad},
    {"rad2deg", op_rad2deg},
    {"logit", op_logit},
    {"erf", op_erf},
    {"erfc", op_erfc},
    {"erfinv", op_erfinv},
    {"lgamma", op_lgamma},
    {"digamma", op_digamma},
    {"polygamma", op_polygamma},
    {"i0", op_i0},
    {"nanToNum", op_nan_to_num},
};

}  // namespace

void register_elementwise(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

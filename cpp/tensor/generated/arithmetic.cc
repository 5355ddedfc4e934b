// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/arithmetic.h"
#include "tensor/clamp.h"

namespace troupe::tensor {
namespace {

napi_value op_add(napi_env env, napi_callback_info info) {
  Call call(env, info, "add", "tt.", "input other alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::add(input, other, alpha));
  });
}

napi_value op_add_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "add", "t..", "input other alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::add(input, other, alpha));
  });
}

napi_value op_sub(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub", "tt.", "input other alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::sub(input, other, alpha));
  });
}

napi_value op_sub_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub", "t..", "input other alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    const at::Scalar alpha = call.scalar(2);
    return call.result(at::sub(input, other, alpha));
  });
}

napi_value op_mul(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::mul(input, other));
  });
}

napi_value op_mul_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::mul(input, other));
  });
}

napi_value op_div(napi_env env, napi_callback_info info) {
  Call call(env, info, "div", "tt.", "input other roundingMode");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const auto roundingMode = call.maybe_choice(2, {"floor", "trunc"});
    return call.result(rounded_division(input, other, roundingMode));
  });
}

napi_value op_div_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "div", "t..", "input other roundingMode");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    const auto roundingMode = call.maybe_choice(2, {"floor", "trunc"});
    return call.result(rounded_division(input, other, roundingMode));
  });
}

napi_value op_floor_divide(napi_env env, napi_callback_info info) {
  Call call(env, info, "floorDivide", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::floor_divide(dividend(input, other), other));
  });
}

napi_value op_floor_divide_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "floorDivide", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::floor_divide(dividend(input, other), other));
  });
}

napi_value op_remainder(napi_env env, napi_callback_info info) {
  Call call(env, info, "remainder", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::remainder(dividend(input, other), other));
  });
}

napi_value op_remainder_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "remainder", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::remainder(dividend(input, other), other));
  });
}

napi_value op_fmod(napi_env env, napi_callback_info info) {
  Call call(env, info, "fmod", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::fmod(dividend(input, other), other));
  });
}

napi_value op_fmod_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "fmod", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::fmod(dividend(input, other), other));
  });
}

napi_value op_pow(napi_env env, napi_callback_info info) {
  Call call(env, info, "pow", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::pow(input, other));
  });
}

napi_value op_pow_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "pow", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::pow(input, other));
  });
}

napi_value op_float_power(napi_env env, napi_callback_info info) {
  Call call(env, info, "floatPower", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::float_power(input, other));
  });
}

napi_value op_float_power_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "floatPower", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::float_power(input, other));
  });
}

napi_value op_atan2(napi_env env, napi_callback_info info) {
  Call call(env, info, "atan2", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::atan2(input, other));
  });
}

napi_value op_hypot(napi_env env, napi_callback_info info) {
  Call call(env, info, "hypot", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::hypot(input, other));
  });
}

napi_value op_logaddexp(napi_env env, napi_callback_info info) {
  Call call(env, info, "logaddexp", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::logaddexp(input, other));
  });
}

napi_value op_logaddexp2(napi_env env, napi_callback_info info) {
  Call call(env, info, "logaddexp2", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::logaddexp2(input, other));
  });
}

napi_value op_xlogy(napi_env env, napi_callback_info info) {
  Call call(env, info, "xlogy", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::xlogy(input, other));
  });
}

napi_value op_xlogy_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "xlogy", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::xlogy(input, other));
  });
}

napi_value op_copysign(napi_env env, napi_callback_info info) {
  Call call(env, info, "copysign", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::copysign(input, other));
  });
}

napi_value op_copysign_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "copysign", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(at::copysign(input, other));
  });
}

napi_value op_heaviside(napi_env env, napi_callback_info info) {
  Call call(env, info, "heaviside", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::heaviside(input, other));
  });
}

napi_value op_ldexp(napi_env env, napi_callback_info info) {
  Call call(env, info, "ldexp", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::ldexp(input, other));
  });
}

napi_value op_nextafter(napi_env env, napi_callback_info info) {
  Call call(env, info, "nextafter", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::nextafter(input, other));
  });
}

napi_value op_gcd(napi_env env, napi_callback_info info) {
  Call call(env, info, "gcd", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::gcd(negatable(input), negatable(other)));
  });
}

napi_value op_lcm(napi_env env, napi_callback_info info) {
  Call call(env, info, "lcm", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::lcm(negatable(input), negatable(other)));
  });
}

napi_value op_maximum(napi_env env, napi_callback_info info) {
  Call call(env, info, "maximum", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::maximum(input, other));
  });
}

napi_value op_minimum(napi_env env, napi_callback_info info) {
  Call call(env, info, "minimum", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::minimum(input, other));
  });
}

napi_value op_fmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "fmax", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::fmax(input, other));
  });
}

napi_value op_fmin(napi_env env, napi_callback_info info) {
  Call call(env, info, "fmin", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::fmin(input, other));
  });
}

napi_value op_clamp_min(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMin", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(clamped_min(input, other));
  });
}

napi_value op_clamp_min_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMin", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(clamped_min(input, other));
  });
}

napi_value op_clamp_max(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMax", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(clamped_max(input, other));
  });
}

napi_value op_clamp_max_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMax", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    return call.result(clamped_max(input, other));
  });
}

napi_value op_clamp(napi_env env, napi_callback_info info) {
  Call call(env, info, "clamp", "t..", "input min max");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto min = call.maybe_scalar(1);
    const auto max = call.maybe_scalar(2);
    return call.result(clamped(input, min, max));
  });
}

napi_value op_lerp(napi_env env, napi_callback_info info) {
  Call call(env, info, "lerp", "ttt", "input end weight");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& end = call.tensor(1);
    at::Tensor& weight = call.tensor(2);
    return call.result(at::lerp(input, end, weight));
  });
}

napi_value op_lerp_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "lerp", "tt.", "input end weight");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& end = call.tensor(1);
    const at::Scalar weight = call.scalar(2);
    return call.result(at::lerp(input, end, weight));
  });
}

napi_value op_addcmul(napi_env env, napi_callback_info info) {
  Call call(env, info, "addcmul", "ttt.", "input tensor1 tensor2 value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& tensor1 = call.tensor(1);
    at::Tensor& tensor2 = call.tensor(2);
    const at::Scalar value = call.scalar(3);
    return call.result(at::addcmul(input, tensor1, tensor2, value));
  });
}

napi_value op_addcdiv(napi_env env, napi_callback_info info) {
  Call call(env, info, "addcdiv", "ttt.", "input tensor1 tensor2 value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& tensor1 = call.tensor(1);
    at::Tensor& tensor2 = call.tensor(2);
    const at::Scalar value = call.scalar(3);
    return call.result(at::addcdiv(input, tensor1, tensor2, value));
  });
}

napi_value op_where(napi_env env, napi_callback_info info) {
  Call call(env, info, "where", "ttt", "condition input other");
  return call.run([&] {
    at::Tensor& condition = call.tensor(0);
    at::Tensor& input = call.tensor(1);
    at::Tensor& other = call.tensor(2);
    return call.result(at::where(condition, input, other));
  });
}

napi_value op_where_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "where", "tt.", "condition input other");
  return call.run([&] {
    at::Tensor& condition = call.tensor(0);
    at::Tensor& input = call.tensor(1);
    const at::Scalar other = call.scalar(2);
    return call.result(at::where(condition, input, other));
  });
}

napi_value op_isclose(napi_env env, napi_callback_info info) {
  Call call(env, info, "isclose", "tt...", "input other rtol atol equalNan");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const double rtol = call.number(2);
    const double atol = call.number(3);
    const bool equalNan = call.boolean(4);
    return call.result(at::isclose(input, other, rtol, atol, equalNan));
  });
}

constexpr Entry kOperations[] = {
    {"add", op_add},
    {"addScalar", op_add_scalar},
    {"sub", op_sub},
    {"subScalar", op_sub_scalar},
    {"mul", op_mul},
    {"mulScalar", op_mul_scalar},
    {"div", op_div},
    {"divScalar", op_div_scalar},
    {"floorDivide", op_floor_divide},
    {"floorDivideScalar", op_floor_divide_scalar},
    {"remainder", op_remainder},
    {"remainderScalar", op_remainder_scalar},
    {"fmod", op_fmod},
    {"fmodScalar", op_fmod_scalar},
    {"pow", op_pow},
    {"powScalar", op_pow_scalar},
    {"floatPower", op_float_power},
    {"floatPowerScalar", op_float_power_scalar},
    {"atan2", op_atan2},
    {"hypot", op_hypot},
    {"logaddexp", op_logaddexp},
    {"logaddexp2", op_logaddexp2},
    {"xlogy", op_xlogy},
    {"xlogyScalar", op_xlogy_scalar},
    {"copysign", op_copysign},
    {"copysignScalar", op_copysign_scalar},
    {"heaviside", op_heaviside},
    {"ldexp", op_ldexp},
    {"nextafter", op_nextafter},
    {"gcd", op_gcd},
    {"lcm", op_lcm},
    {"maximum", op_maximum},
    {"minimum", op_minimum},
    {"fmax", op_fmax},
    {"fmin", op_fmin},
    {"clampMin", op_clamp_min},
    {"clampMinScalar", op_clamp_min_scalar},
    {"clampMax", op_clamp_max},
    {"clampMaxScalar", op_clamp_max_scalar},
    {"clamp", op_clamp},
    {"lerp", op_lerp},
    {"lerpScalar", op_lerp_scalar},
    {"addcmul", op_addcmul},
    {"addcdiv", op_addcdiv},
    {"where", op_where},
    {"whereScalar", op_where_scalar},
    {"isclose", op_isclose},
};

}  // namespace

void register_arithmetic(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/arithmetic.h"
#include "tensor/clamp.h"
#include "tensor/mask.h"
#include "tensor/rounding.h"

namespace troupe::tensor {
namespace {

napi_value op_add_(napi_env env, napi_callback_info info) {
  Call call(env, info, "add_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.add_(other);
    return call.nothing();
  });
}

napi_value op_add__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "add_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.add_(other);
    return call.nothing();
  });
}

napi_value op_sub_(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.sub_(other);
    return call.nothing();
  });
}

napi_value op_sub__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "sub_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.sub_(other);
    return call.nothing();
  });
}

napi_value op_mul_(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.mul_(other);
    return call.nothing();
  });
}

napi_value op_mul__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "mul_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.mul_(other);
    return call.nothing();
  });
}

napi_value op_div_(napi_env env, napi_callback_info info) {
  Call call(env, info, "div_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.div_(other);
    return call.nothing();
  });
}

napi_value op_div__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "div_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.div_(other);
    return call.nothing();
  });
}

napi_value op_pow_(napi_env env, napi_callback_info info) {
  Call call(env, info, "pow_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    input.pow_(other);
    return call.nothing();
  });
}

napi_value op_pow__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "pow_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    input.pow_(other);
    return call.nothing();
  });
}

napi_value op_remainder_(napi_env env, napi_callback_info info) {
  Call call(env, info, "remainder_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    dividend(input, other), input.remainder_(other);
    return call.nothing();
  });
}

napi_value op_remainder__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "remainder_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    dividend(input, other), input.remainder_(other);
    return call.nothing();
  });
}

napi_value op_clamp_min_(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMin_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    clamp_min_in_place(input, other);
    return call.nothing();
  });
}

napi_value op_clamp_min__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMin_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    clamp_min_in_place(input, other);
    return call.nothing();
  });
}

napi_value op_clamp_max_(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMax_", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    clamp_max_in_place(input, other);
    return call.nothing();
  });
}

napi_value op_clamp_max__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "clampMax_", "t.", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar other = call.scalar(1);
    clamp_max_in_place(input, other);
    return call.nothing();
  });
}

napi_value op_clamp_(napi_env env, napi_callback_info info) {
  Call call(env, info, "clamp_", "t..", "input min max");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto min = call.maybe_scalar(1);
    const auto max = call.maybe_scalar(2);
    clamp_in_place(input, min, max);
    return call.nothing();
  });
}

napi_value op_abs_(napi_env env, napi_callback_info info) {
  Call call(env, info, "abs_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.abs_();
    return call.nothing();
  });
}

napi_value op_neg_(napi_env env, napi_callback_info info) {
  Call call(env, info, "neg_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.neg_();
    return call.nothing();
  });
}

napi_value op_exp_(napi_env env, napi_callback_info info) {
  Call call(env, info, "exp_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.exp_();
    return call.nothing();
  });
}

napi_value op_log_(napi_env env, napi_callback_info info) {
  Call call(env, info, "log_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.log_();
    return call.nothing();
  });
}

napi_value op_sqrt_(napi_env env, napi_callback_info info) {
  Call call(env, info, "sqrt_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.sqrt_();
    return call.nothing();
  });
}

napi_value op_rsqrt_(napi_env env, napi_callback_info info) {
  Call call(env, info, "rsqrt_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.rsqrt_();
    return call.nothing();
  });
}

napi_value op_reciprocal_(napi_env env, napi_callback_info info) {
  Call call(env, info, "reciprocal_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.reciprocal_();
    return call.nothing();
  });
}

napi_value op_square_(napi_env env, napi_callback_info info) {
  Call call(env, info, "square_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.square_();
    return call.nothing();
  });
}

napi_value op_floor_(napi_env env, napi_callback_info info) {
  Call call(env, info, "floor_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.floor_();
    return call.nothing();
  });
}

napi_value op_ceil_(napi_env env, napi_callback_info info) {
  Call call(env, info, "ceil_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.ceil_();
    return call.nothing();
  });
}

napi_value op_round_(napi_env env, napi_callback_info info) {
  Call call(env, info, "round_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.round_();
    return call.nothing();
  });
}

napi_value op_trunc_(napi_env env, napi_callback_info info) {
  Call call(env, info, "trunc_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.trunc_();
    return call.nothing();
  });
}

napi_value op_sin_(napi_env env, napi_callback_info info) {
  Call call(env, info, "sin_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.sin_();
    return call.nothing();
  });
}

napi_value op_cos_(napi_env env, napi_callback_info info) {
  Call call(env, info, "cos_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.cos_();
    return call.nothing();
  });
}

napi_value op_tanh_(napi_env env, napi_callback_info info) {
  Call call(env, info, "tanh_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.tanh_();
    return call.nothing();
  });
}

napi_value op_sigmoid_(napi_env env, napi_callback_info info) {
  Call call(env, info, "sigmoid_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.sigmoid_();
    return call.nothing();
  });
}

napi_value op_relu_(napi_env env, napi_callback_info info) {
  Call call(env, info, "relu_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.relu_();
    return call.nothing();
  });
}

napi_value op_lerp_(napi_env env, napi_callback_info info) {
  Call call(env, info, "lerp_", "ttt", "input end weight");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& end = call.tensor(1);
    at::Tensor& weight = call.tensor(2);
    input.lerp_(end, weight);
    return call.nothing();
  });
}

napi_value op_lerp__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "lerp_", "tt.", "input end weight");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& end = call.tensor(1);
    const at::Scalar weight = call.scalar(2);
    input.lerp_(end, weight);
    return call.nothing();
  });
}

napi_value op_addcmul_(napi_env env, napi_callback_info info) {
  Call call(env, info, "addcmul_", "ttt.", "input tensor1 tensor2 value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& tensor1 = call.tensor(1);
    at::Tensor& tensor2 = call.tensor(2);
    const at::Scalar value = call.scalar(3);
    input.addcmul_(tensor1, tensor2, value);
    return call.nothing();
  });
}

napi_value op_addcdiv_(napi_env env, napi_callback_info info) {
  Call call(env, info, "addcdiv_", "ttt.", "input tensor1 tensor2 value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& tensor1 = call.tensor(1);
    at::Tensor& tensor2 = call.tensor(2);
    const at::Scalar value = call.scalar(3);
    input.addcdiv_(tensor1, tensor2, value);
    return call.nothing();
  });
}

napi_value op_fill_(napi_env env, napi_callback_info info) {
  Call call(env, info, "fill_", "t.", "input value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar value = call.scalar(1);
    input.fill_(value);
    return call.nothing();
  });
}

napi_value op_zero_(napi_env env, napi_callback_info info) {
  Call call(env, info, "zero_", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    input.zero_();
    return call.nothing();
  });
}

napi_value op_copy_(napi_env env, napi_callback_info info) {
  Call call(env, info, "copy_", "tt", "input source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& source = call.tensor(1);
    input.copy_(source);
    return call.nothing();
  });
}

napi_value op_masked_fill_(napi_env env, napi_callback_info info) {
  Call call(env, info, "maskedFill_", "tt.", "input mask value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& mask = call.tensor(1);
    const at::Scalar value = call.scalar(2);
    input.masked_fill_(boolean(mask), value);
    return call.nothing();
  });
}

napi_value op_tril_(napi_env env, napi_callback_info info) {
  Call call(env, info, "tril_", "t.", "input diagonal");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t diagonal = call.integer(1);
    input.tril_(diagonal);
    return call.nothing();
  });
}

napi_value op_triu_(napi_env env, napi_callback_info info) {
  Call call(env, info, "triu_", "t.", "input diagonal");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t diagonal = call.integer(1);
    input.triu_(diagonal);
    return call.nothing();
  });
}

napi_value op_index_fill_(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexFill_", "t.t.", "input dim index value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    const at::Scalar value = call.scalar(3);
    input.index_fill_(dim, index, value);
    return call.nothing();
  });
}

napi_value op_index_add_(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexAdd_", "t.tt", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    input.index_add_(dim, index, source);
    return call.nothing();
  });
}

napi_value op_index_copy_(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexCopy_", "t.tt", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    input.index_copy_(dim, index, source);
    return call.nothing();
  });
}

napi_value op_scatter_(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatter_", "t.tt", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    input.scatter_(dim, index, source);
    return call.nothing();
  });
}

napi_value op_scatter__scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatter_", "t.t.", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    const at::Scalar source = call.scalar(3);
    input.scatter_(dim, index, source);
    return call.nothing();
  });
}

napi_value op_scatter_add_(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatterAdd_", "t.tt", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    input.scatter_add_(dim, index, source);
    return call.nothing();
  });
}

napi_value op_index_put_(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexPut_", "tlt.", "input indices values accumulate");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto indices = call.maybe_tensors(1);
    at::Tensor& values = call.tensor(2);
    const bool accumulate = call.boolean(3);
    input.index_put_(indices, values, accumulate);
    return call.nothing();
  });
}

constexpr Entry kOperations[] = {
    {"add_", op_add_},
    {"add_Scalar", op_add__scalar},
    {"sub_", op_sub_},
    {"sub_Scalar", op_sub__scalar},
    {"mul_", op_mul_},
    {"mul_Scalar", op_mul__scalar},
    {"div_", op_div_},
    {"div_Scalar", op_div__scalar},
    {"pow_", op_pow_},
    {"pow_Scalar", op_pow__scalar},
    {"remainder_", op_remainder_},
    {"remainder_Scalar", op_remainder__scalar},
    {"clampMin_", op_clamp_min_},
    {"clampMin_Scalar", op_clamp_min__scalar},
    {"clampMax_", op_clamp_max_},
    {"clampMax_Scalar", op_clamp_max__scalar},
    {"clamp_", op_clamp_},
    {"abs_", op_abs_},
    {"neg_", op_neg_},
    {"exp_", op_exp_},
    {"log_", op_log_},
    {"sqrt_", op_sqrt_},
    {"rsqrt_", op_rsqrt_},
    {"reciprocal_", op_reciprocal_},
    {"square_", op_square_},
    {"floor_", op_floor_},
    {"ceil_", op_ceil_},
    {"round_", op_round_},
    {"trunc_", op_trunc_},
    {"sin_", op_sin_},
    {"cos_", op_cos_},
    {"tanh_", op_tanh_},
    {"sigmoid_", op_sigmoid_},
    {"relu_", op_relu_},
    {"lerp_", op_lerp_},
    {"lerp_Scalar", op_lerp__scalar},
    {"addcmul_", op_addcmul_},
    {"addcdiv_", op_addcdiv_},
    {"fill_", op_fill_},
    {"zero_", op_zero_},
    {"copy_", op_copy_},
    {"maskedFill_", op_masked_fill_},
    {"tril_", op_tril_},
    {"triu_", op_triu_},
    {"indexFill_", op_index_fill_},
    {"indexAdd_", op_index_add_},
    {"indexCopy_", op_index_copy_},
    {"scatter_", op_scatter_},
    {"scatter_Scalar", op_scatter__scalar},
    {"scatterAdd_", op_scatter_add_},
    {"indexPut_", op_index_put_},
};

}  // namespace

void register_assignments(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"

namespace troupe::tensor {
namespace {

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

constexpr Entry kOperations[] = {
    {"gelu", op_gelu},
    {"silu", op_silu},
    {"leakyRelu", op_leaky_relu},
    {"elu", op_elu},
    {"softplus", op_softplus},
};

}  // namespace

void register_activations(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/normalization.h"

namespace troupe::tensor {
namespace {

napi_value op_batch_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "batchNorm", "toooo...", "input runningMean runningVar weight bias training momentum eps");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto runningMean = call.maybe_tensor(1);
    const auto runningVar = call.maybe_tensor(2);
    const auto weight = call.maybe_tensor(3);
    const auto bias = call.maybe_tensor(4);
    const bool training = call.boolean(5);
    const double momentum = call.number(6);
    const double eps = call.number(7);
    return call.result(checked_batch_norm(input, runningMean, runningVar, weight, bias, training, momentum, eps));
  });
}

napi_value op_instance_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "instanceNorm", "toooo...", "input runningMean runningVar weight bias useInputStats momentum eps");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto runningMean = call.maybe_tensor(1);
    const auto runningVar = call.maybe_tensor(2);
    const auto weight = call.maybe_tensor(3);
    const auto bias = call.maybe_tensor(4);
    const bool useInputStats = call.boolean(5);
    const double momentum = call.number(6);
    const double eps = call.number(7);
    return call.result(checked_instance_norm(input, runningMean, runningVar, weight, bias, useInputStats, momentum, eps));
  });
}

napi_value op_layer_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "layerNorm", "t.oo.", "input normalizedShape weight bias eps");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints normalizedShape = call.integers(1);
    const auto weight = call.maybe_tensor(2);
    const auto bias = call.maybe_tensor(3);
    const double eps = call.number(4);
    return call.result(layer_normalize(input, normalizedShape, weight, bias, eps));
  });
}

napi_value op_rms_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "rmsNorm", "t.o.", "input normalizedShape weight eps");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints normalizedShape = call.integers(1);
    const auto weight = call.maybe_tensor(2);
    const auto eps = call.maybe_number(3);
    return call.result(rms_normalize(input, normalizedShape, weight, eps));
  });
}

napi_value op_group_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "groupNorm", "t.oo.", "input numGroups weight bias eps");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t numGroups = call.integer(1);
    const auto weight = call.maybe_tensor(2);
    const auto bias = call.maybe_tensor(3);
    const double eps = call.number(4);
    return call.result(checked_group_norm(input, numGroups, weight, bias, eps));
  });
}

napi_value op_local_response_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "localResponseNorm", "t....", "input size alpha beta k");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t size = call.integer(1);
    const double alpha = call.number(2);
    const double beta = call.number(3);
    const double k = call.number(4);
    return call.result(local_response_norm(input, size, alpha, beta, k));
  });
}

napi_value op_normalize(napi_env env, napi_callback_info info) {
  Call call(env, info, "normalize", "t...", "input p dim eps");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double p = call.number(1);
    const Ints dim = call.integers(2);
    const double eps = call.number(3);
    return call.result(input / at::linalg_vector_norm(input, p, dim, true).clamp_min(eps));
  });
}

constexpr Entry kOperations[] = {
    {"batchNorm", op_batch_norm},
    {"instanceNorm", op_instance_norm},
    {"layerNorm", op_layer_norm},
    {"rmsNorm", op_rms_norm},
    {"groupNorm", op_group_norm},
    {"localResponseNorm", op_local_response_norm},
    {"normalize", op_normalize},
};

}  // namespace

void register_normalization(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/dropout.h"
#include "tensor/positive.h"

namespace troupe::tensor {
namespace {

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
    return call.result(at::conv2d(input, weight, bias, positive("stride", stride), padding, positive("dilation", dilation), positive("groups", groups)));
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
    return call.result(at::max_pool2d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, positive("dilation", dilation), ceilMode));
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
    return call.result(at::avg_pool2d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, ceilMode, countIncludePad));
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

constexpr Entry kOperations[] = {
    {"conv2d", op_conv2d},
    {"maxPool2d", op_max_pool2d},
    {"avgPool2d", op_avg_pool2d},
    {"adaptiveAvgPool2d", op_adaptive_avg_pool2d},
    {"dropout", op_dropout},
    {"batchNorm", op_batch_norm},
    {"layerNorm", op_layer_norm},
    {"embedding", op_embedding},
};

}  // namespace

void register_network(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

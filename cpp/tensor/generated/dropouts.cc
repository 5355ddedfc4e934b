// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/dropout.h"

namespace troupe::tensor {
namespace {

napi_value op_dropout(napi_env env, napi_callback_info info) {
  Call call(env, info, "dropout", "t.......", "input p training stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double p = call.number(1);
    const bool training = call.boolean(2);
    const Stream stream = call.stream(3);
    return call.result(dropout(input, p, training, stream));
  });
}

napi_value op_dropout1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "dropout1d", "t.......", "input p training stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double p = call.number(1);
    const bool training = call.boolean(2);
    const Stream stream = call.stream(3);
    return call.result(dropout_features(input, p, training, 1, stream));
  });
}

napi_value op_dropout2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "dropout2d", "t.......", "input p training stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double p = call.number(1);
    const bool training = call.boolean(2);
    const Stream stream = call.stream(3);
    return call.result(dropout_features(input, p, training, 2, stream));
  });
}

napi_value op_dropout3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "dropout3d", "t.......", "input p training stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double p = call.number(1);
    const bool training = call.boolean(2);
    const Stream stream = call.stream(3);
    return call.result(dropout_features(input, p, training, 3, stream));
  });
}

napi_value op_alpha_dropout(napi_env env, napi_callback_info info) {
  Call call(env, info, "alphaDropout", "t.......", "input p training stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double p = call.number(1);
    const bool training = call.boolean(2);
    const Stream stream = call.stream(3);
    return call.result(alpha_dropout(input, p, training, stream));
  });
}

constexpr Entry kOperations[] = {
    {"dropout", op_dropout},
    {"dropout1d", op_dropout1d},
    {"dropout2d", op_dropout2d},
    {"dropout3d", op_dropout3d},
    {"alphaDropout", op_alpha_dropout},
};

}  // namespace

void register_dropouts(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

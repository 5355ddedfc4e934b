// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/autocast.h"
#include "tensor/convolution.h"
#include "tensor/positive.h"

namespace troupe::tensor {
namespace {

napi_value op_conv1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "conv1d", "tto....", "input weight bias stride padding dilation groups");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    const Ints stride = call.integers(3);
    const Padding padding = padding_of(call, 4);
    const Ints dilation = call.integers(5);
    const int64_t groups = call.integer(6);
    return call.result(convolution(input, weight, bias, positive("stride", stride), padding, positive("dilation", dilation), positive("groups", groups), 1));
  });
}

napi_value op_conv2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "conv2d", "tto....", "input weight bias stride padding dilation groups");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    const Ints stride = call.integers(3);
    const Padding padding = padding_of(call, 4);
    const Ints dilation = call.integers(5);
    const int64_t groups = call.integer(6);
    return call.result(convolution(input, weight, bias, positive("stride", stride), padding, positive("dilation", dilation), positive("groups", groups), 2));
  });
}

napi_value op_conv3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "conv3d", "tto....", "input weight bias stride padding dilation groups");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    const Ints stride = call.integers(3);
    const Padding padding = padding_of(call, 4);
    const Ints dilation = call.integers(5);
    const int64_t groups = call.integer(6);
    return call.result(convolution(input, weight, bias, positive("stride", stride), padding, positive("dilation", dilation), positive("groups", groups), 3));
  });
}

napi_value op_conv_transpose1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "convTranspose1d", "tto.....", "input weight bias stride padding outputPadding groups dilation");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    const Ints stride = call.integers(3);
    const Ints padding = call.integers(4);
    const Ints outputPadding = call.integers(5);
    const int64_t groups = call.integer(6);
    const Ints dilation = call.integers(7);
    return call.result(convolution_transposed(lowered(input), lowered(weight), lowered(bias), positive("stride", stride), padding, outputPadding, positive("groups", groups), positive("dilation", dilation), 1));
  });
}

napi_value op_conv_transpose2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "convTranspose2d", "tto.....", "input weight bias stride padding outputPadding groups dilation");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    const Ints stride = call.integers(3);
    const Ints padding = call.integers(4);
    const Ints outputPadding = call.integers(5);
    const int64_t groups = call.integer(6);
    const Ints dilation = call.integers(7);
    return call.result(convolution_transposed(lowered(input), lowered(weight), lowered(bias), positive("stride", stride), padding, outputPadding, positive("groups", groups), positive("dilation", dilation), 2));
  });
}

napi_value op_conv_transpose3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "convTranspose3d", "tto.....", "input weight bias stride padding outputPadding groups dilation");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    const Ints stride = call.integers(3);
    const Ints padding = call.integers(4);
    const Ints outputPadding = call.integers(5);
    const int64_t groups = call.integer(6);
    const Ints dilation = call.integers(7);
    return call.result(convolution_transposed(lowered(input), lowered(weight), lowered(bias), positive("stride", stride), padding, outputPadding, positive("groups", groups), positive("dilation", dilation), 3));
  });
}

constexpr Entry kOperations[] = {
    {"conv1d", op_conv1d},
    {"conv2d", op_conv2d},
    {"conv3d", op_conv3d},
    {"convTranspose1d", op_conv_transpose1d},
    {"convTranspose2d", op_conv_transpose2d},
    {"convTranspose3d", op_conv_transpose3d},
};

}  // namespace

void register_convolutions(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

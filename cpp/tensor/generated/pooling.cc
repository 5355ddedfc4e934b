// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/pooling.h"
#include "tensor/positive.h"

namespace troupe::tensor {
namespace {

napi_value op_max_pool1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "maxPool1d", "t.....", "input kernelSize stride padding dilation ceilMode");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints kernelSize = call.integers(1);
    const OptionalInts stride = call.maybe_integers(2);
    const Ints padding = call.integers(3);
    const Ints dilation = call.integers(4);
    const bool ceilMode = call.boolean(5);
    return call.result(at::max_pool1d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, positive("dilation", dilation), ceilMode));
  });
}

napi_value op_max_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "maxPool2d", "t.....", "input kernelSize stride padding dilation ceilMode");
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

napi_value op_max_pool3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "maxPool3d", "t.....", "input kernelSize stride padding dilation ceilMode");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints kernelSize = call.integers(1);
    const OptionalInts stride = call.maybe_integers(2);
    const Ints padding = call.integers(3);
    const Ints dilation = call.integers(4);
    const bool ceilMode = call.boolean(5);
    return call.result(at::max_pool3d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, positive("dilation", dilation), ceilMode));
  });
}

napi_value op_avg_pool1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "avgPool1d", "t.....", "input kernelSize stride padding ceilMode countIncludePad");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints kernelSize = call.integers(1);
    const OptionalInts stride = call.maybe_integers(2);
    const Ints padding = call.integers(3);
    const bool ceilMode = call.boolean(4);
    const bool countIncludePad = call.boolean(5);
    return call.result(at::avg_pool1d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, ceilMode, countIncludePad));
  });
}

napi_value op_avg_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "avgPool2d", "t.....", "input kernelSize stride padding ceilMode countIncludePad");
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

napi_value op_avg_pool3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "avgPool3d", "t.....", "input kernelSize stride padding ceilMode countIncludePad");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints kernelSize = call.integers(1);
    const OptionalInts stride = call.maybe_integers(2);
    const Ints padding = call.integers(3);
    const bool ceilMode = call.boolean(4);
    const bool countIncludePad = call.boolean(5);
    return call.result(at::avg_pool3d(input, positive("kernelSize", kernelSize), positive("stride", stride).values, padding, ceilMode, countIncludePad));
  });
}

napi_value op_lp_pool1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "lpPool1d", "t....", "input normType kernelSize stride ceilMode");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double normType = call.number(1);
    const Ints kernelSize = call.integers(2);
    const OptionalInts stride = call.maybe_integers(3);
    const bool ceilMode = call.boolean(4);
    return call.result(lp_pool(input, normType, positive("kernelSize", kernelSize), positive("stride", stride), ceilMode, 1));
  });
}

napi_value op_lp_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "lpPool2d", "t....", "input normType kernelSize stride ceilMode");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double normType = call.number(1);
    const Ints kernelSize = call.integers(2);
    const OptionalInts stride = call.maybe_integers(3);
    const bool ceilMode = call.boolean(4);
    return call.result(lp_pool(input, normType, positive("kernelSize", kernelSize), positive("stride", stride), ceilMode, 2));
  });
}

napi_value op_lp_pool3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "lpPool3d", "t....", "input normType kernelSize stride ceilMode");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double normType = call.number(1);
    const Ints kernelSize = call.integers(2);
    const OptionalInts stride = call.maybe_integers(3);
    const bool ceilMode = call.boolean(4);
    return call.result(lp_pool(input, normType, positive("kernelSize", kernelSize), positive("stride", stride), ceilMode, 3));
  });
}

napi_value op_adaptive_avg_pool1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "adaptiveAvgPool1d", "t.", "input outputSize");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    return call.result(at::adaptive_avg_pool1d(input, spread(outputSize, 1)));
  });
}

napi_value op_adaptive_avg_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "adaptiveAvgPool2d", "t.", "input outputSize");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    return call.result(at::adaptive_avg_pool2d(input, spread(outputSize, 2)));
  });
}

napi_value op_adaptive_avg_pool3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "adaptiveAvgPool3d", "t.", "input outputSize");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    return call.result(at::adaptive_avg_pool3d(input, spread(outputSize, 3)));
  });
}

napi_value op_adaptive_max_pool1d(napi_env env, napi_callback_info info) {
  Call call(env, info, "adaptiveMaxPool1d", "t.", "input outputSize");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    return call.result(std::get<0>(at::adaptive_max_pool1d(input, spread(outputSize, 1))));
  });
}

napi_value op_adaptive_max_pool2d(napi_env env, napi_callback_info info) {
  Call call(env, info, "adaptiveMaxPool2d", "t.", "input outputSize");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    return call.result(std::get<0>(at::adaptive_max_pool2d(input, spread(outputSize, 2))));
  });
}

napi_value op_adaptive_max_pool3d(napi_env env, napi_callback_info info) {
  Call call(env, info, "adaptiveMaxPool3d", "t.", "input outputSize");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    return call.result(std::get<0>(at::adaptive_max_pool3d(input, spread(outputSize, 3))));
  });
}

constexpr Entry kOperations[] = {
    {"maxPool1d", op_max_pool1d},
    {"maxPool2d", op_max_pool2d},
    {"maxPool3d", op_max_pool3d},
    {"avgPool1d", op_avg_pool1d},
    {"avgPool2d", op_avg_pool2d},
    {"avgPool3d", op_avg_pool3d},
    {"lpPool1d", op_lp_pool1d},
    {"lpPool2d", op_lp_pool2d},
    {"lpPool3d", op_lp_pool3d},
    {"adaptiveAvgPool1d", op_adaptive_avg_pool1d},
    {"adaptiveAvgPool2d", op_adaptive_avg_pool2d},
    {"adaptiveAvgPool3d", op_adaptive_avg_pool3d},
    {"adaptiveMaxPool1d", op_adaptive_max_pool1d},
    {"adaptiveMaxPool2d", op_adaptive_max_pool2d},
    {"adaptiveMaxPool3d", op_adaptive_max_pool3d},
};

}  // namespace

void register_pooling(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

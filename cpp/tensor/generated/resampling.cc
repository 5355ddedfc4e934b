// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/resampling.h"

namespace troupe::tensor {
namespace {

napi_value op_interpolate(napi_env env, napi_callback_info info) {
  Call call(env, info, "interpolate", "t.....", "input size scaleFactor mode alignCorners antialias");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts size = call.maybe_integers(1);
    const OptionalNumbers scaleFactor = call.maybe_numbers(2);
    const std::string mode = call.choice(3, {"nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area"});
    const bool alignCorners = call.boolean(4);
    const bool antialias = call.boolean(5);
    return call.result(interpolate(input, size, scaleFactor, mode, alignCorners, antialias));
  });
}

napi_value op_pixel_shuffle(napi_env env, napi_callback_info info) {
  Call call(env, info, "pixelShuffle", "t.", "input upscaleFactor");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t upscaleFactor = call.integer(1);
    return call.result(checked_pixel_shuffle(input, upscaleFactor));
  });
}

napi_value op_pixel_unshuffle(napi_env env, napi_callback_info info) {
  Call call(env, info, "pixelUnshuffle", "t.", "input downscaleFactor");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t downscaleFactor = call.integer(1);
    return call.result(checked_pixel_unshuffle(input, downscaleFactor));
  });
}

constexpr Entry kOperations[] = {
    {"interpolate", op_interpolate},
    {"pixelShuffle", op_pixel_shuffle},
    {"pixelUnshuffle", op_pixel_unshuffle},
};

}  // namespace

void register_resampling(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

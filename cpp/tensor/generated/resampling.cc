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

napi_value op_grid_sample(napi_env env, napi_callback_info info) {
  Call call(env, info, "gridSample", "tt...", "input grid mode paddingMode alignCorners");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& grid = call.tensor(1);
    const std::string mode = call.choice(2, {"bilinear", "nearest", "bicubic"});
    const std::string paddingMode = call.choice(3, {"zeros", "border", "reflection"});
    const bool alignCorners = call.boolean(4);
    return call.result(sample_grid(input, grid, mode, paddingMode, alignCorners));
  });
}

napi_value op_affine_grid(napi_env env, napi_callback_info info) {
  Call call(env, info, "affineGrid", "t..", "theta size alignCorners");
  return call.run([&] {
    at::Tensor& theta = call.tensor(0);
    const Ints size = call.integers(1);
    const bool alignCorners = call.boolean(2);
    return call.result(affine_grid(theta, size, alignCorners));
  });
}

napi_value op_unfold_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "unfold", "t....", "input kernelSize dilation padding stride");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints kernelSize = call.integers(1);
    const Ints dilation = call.integers(2);
    const Ints padding = call.integers(3);
    const Ints stride = call.integers(4);
    return call.result(unfold_windows(input, kernelSize, dilation, padding, stride));
  });
}

napi_value op_fold(napi_env env, napi_callback_info info) {
  Call call(env, info, "fold", "t.....", "input outputSize kernelSize dilation padding stride");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints outputSize = call.integers(1);
    const Ints kernelSize = call.integers(2);
    const Ints dilation = call.integers(3);
    const Ints padding = call.integers(4);
    const Ints stride = call.integers(5);
    return call.result(fold_windows(input, outputSize, kernelSize, dilation, padding, stride));
  });
}

constexpr Entry kOperations[] = {
    {"interpolate", op_interpolate},
    {"pixelShuffle", op_pixel_shuffle},
    {"pixelUnshuffle", op_pixel_unshuffle},
    {"gridSample", op_grid_sample},
    {"affineGrid", op_affine_grid},
    {"unfoldOf", op_unfold_of},
    {"fold", op_fold},
};

}  // namespace

void register_resampling(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor

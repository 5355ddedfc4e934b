// What the rows of views and joining call.
#pragma once
#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tensor/call.h"

namespace troupe::tensor {

/// Drops those of `dims` whose size is 1; libtorch 1.13 takes one dimension only.
inline at::Tensor squeeze(const at::Tensor& input, const OptionalInts& dims) {
  if (!dims.present) return at::squeeze(input);
  Ints order = dims.values;
  for (int64_t& dim : order) dim = c10::maybe_wrap_dim(dim, input.dim());
  std::sort(order.begin(), order.end(), std::greater<>());
  at::Tensor result = input;
  for (const int64_t dim : order) result = at::squeeze(result, dim);
  return result;
}

/// Splits `dim` into several dimensions; the signature of at::unflatten differs between 1.13 and 2.x.
inline at::Tensor unflatten(const at::Tensor& input, int64_t dim, const Ints& sizes) {
  dim = c10::maybe_wrap_dim(dim, input.dim());
  if (sizes.empty()) throw Failure{Failure::kArgument, "sizes must not be empty"};
  int64_t known = 1;
  bool open = false;
  for (const int64_t size : sizes) {
    if (size == -1 && !open) {
      open = true;
    } else if (size < 0 || __builtin_mul_overflow(known, size, &known)) {
      throw Failure{Failure::kArgument,
                    "sizes must not be negative but for one -1, nor their product exceed 2^63"};
    }
  }
  const int64_t size = input.size(dim);
  if (open ? known == 0 || size % known != 0 : known != size)
    throw Failure{Failure::kArgument,
                  "the sizes do not multiply to " + std::to_string(size) + ", that of the dimension"};
  Ints shape(input.sizes().begin(), input.sizes().begin() + dim);
  for (const int64_t each : sizes) shape.push_back(each == -1 ? size / known : each);
  shape.append(input.sizes().begin() + dim + 1, input.sizes().end());
  return input.view(shape);
}

/// In another dtype or on another device, where one is given.
inline at::Tensor converted(const at::Tensor& input, c10::optional<at::ScalarType> type,
                            c10::optional<at::Device> device) {
  return input.to(device.value_or(input.device()), type.value_or(input.scalar_type()));
}

/// Adds `pad` at both ends of the last dimensions, as F.pad of PyTorch counts them: two numbers for the last,
/// two for the one before.
inline at::Tensor padded(const at::Tensor& input, const Ints& pad, const std::string& mode,
                         const at::Scalar& value) {
  const auto refuse = [](const std::string& text) { throw Failure{Failure::kArgument, text}; };
  const auto dims = static_cast<int64_t>(pad.size() / 2);
  if (pad.size() % 2 != 0 || dims > input.dim())
    refuse("pad must be two numbers for each padded dimension, the last dimension first, and at most " +
           std::to_string(2 * input.dim()) + " here, not " + std::to_string(pad.size()));
  if (mode == "constant") return at::constant_pad_nd(input, pad, value);
  if (dims < 1 || dims > 3 || input.dim() < dims + 1 || input.dim() > dims + 2)
    refuse("mode '" + mode + "' pads one, two or three dimensions of space of [n, c, ...] or [c, ...]: " +
           "give 2, 4 or 6 numbers for 3, 4 or 5 dimensions (one less without n)");
  for (int64_t d = 0; d < dims; d++) {
    const int64_t size = input.size(-1 - d), before = pad[2 * d], after = pad[2 * d + 1];
    // Beyond that the place mirrored, or come around to, does not exist.
    const int64_t most = mode == "reflect" ? size - 1 : mode == "circular" ? size : INT32_MAX;
    if (before > most || after > most)
      refuse("mode '" + mode + "' can add at most " + std::to_string(most) + " to a size of " +
             std::to_string(size));
    if (size + before + after < 1) refuse("nothing would be left of a size of " + std::to_string(size));
  }
#if TORCH_VERSION_MAJOR < 2
  // libtorch 1.13 takes circular padding with n only.
  if (mode == "circular" && input.dim() == dims + 1)
    return padded(input.unsqueeze(0), pad, mode, value).squeeze(0);
  // Nor does it mirror and repeat integers: their places are looked up.
  if (mode != "circular" && at::isIntegralType(input.scalar_type(), /*includeBool=*/false)) {
    at::Tensor result = input;
    for (int64_t d = 0; d < dims; d++) {
      const int64_t last = input.size(-1 - d) - 1;
      const at::Tensor places =
          at::arange(-pad[2 * d], last + 1 + pad[2 * d + 1], input.options().dtype(at::kLong));
      result = result.index_select(
          -1 - d, mode == "reflect" ? last - (last - places.abs()).abs() : places.clamp(0, last));
    }
    return result;
  }
#endif
  return at::pad(input, pad, mode);
}

/// Parts of one size, or of these sizes.
inline std::vector<at::Tensor> split(const at::Tensor& input, const Ints& sizes, int64_t dim) {
  return sizes.size() == 1 ? at::split(input, sizes[0], dim) : at::split_with_sizes(input, sizes, dim);
}

/// So many parts; libtorch makes them all, empty ones too, before anybody counts.
inline std::vector<at::Tensor> bounded_tensor_split(const at::Tensor& input, int64_t sections, int64_t dim) {
  if (sections > Handles::kPlaceMask)
    throw Failure{Failure::kArgument,
                  "a thread holds at most 1,048,576 tensors, not " + std::to_string(sections) + " sections"};
  return at::tensor_split(input, sections, dim);
}

/// Choices of `r` elements. libtorch makes a grid of n^r places first, and a list of r tensors.
inline at::Tensor bounded_combinations(const at::Tensor& input, int64_t r, bool with_replacement) {
  const double places =
      std::pow(static_cast<double>(std::max<int64_t>(input.numel(), 2)), static_cast<double>(r));
  if (places > 0x1p40)
    throw Failure{Failure::kArgument, "choosing " + std::to_string(r) + " of " +
                                          std::to_string(input.numel()) +
                                          " goes through more than 2^40 places"};
  return at::combinations(input, r, with_replacement);
}

}  // namespace troupe::tensor

// What the rows of views and joining call.
#pragma once
#include <algorithm>
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

}  // namespace troupe::tensor

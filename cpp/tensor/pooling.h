// What the rows of pooling call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// One number for every dimension of space, or a number for each.
inline Ints spread(const Ints& sizes, size_t dims) {
  if (sizes.size() == 1) return Ints(dims, sizes[0]);
  if (sizes.size() == dims) return sizes;
  throw Failure{Failure::kArgument, "expected one size or " + std::to_string(dims)};
}

/// The p-norm of each window: the mean of the powers times the window's size, and its root.
inline at::Tensor lp_pool(const at::Tensor& input, double norm, const Ints& kernel,
                          const OptionalInts& stride, bool ceil_mode, size_t dims) {
  if (!(std::isfinite(norm) && norm != 0))
    throw Failure{Failure::kArgument, "normType must be a finite number other than 0"};
  const Ints window = spread(kernel, dims);
  double count = 1;
  for (const int64_t size : window) count *= static_cast<double>(size);
  const at::Tensor powers = input.pow(norm);
  const at::Tensor mean = dims == 1   ? at::avg_pool1d(powers, window, stride.values, 0, ceil_mode)
                          : dims == 2 ? at::avg_pool2d(powers, window, stride.values, 0, ceil_mode)
                                      : at::avg_pool3d(powers, window, stride.values, 0, ceil_mode);
  return (mean.sign() * mean.abs().relu()).mul(count).pow(1 / norm);
}

}  // namespace troupe::tensor

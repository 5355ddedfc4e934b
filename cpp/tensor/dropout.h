// Dropout from a stream of ours.
#pragma once
#include "tensor/random.h"

namespace troupe::tensor {

inline at::Tensor dropout(const at::Tensor& input, double p, bool training, const Stream& stream) {
  if (!training || p == 0) return input;
  return input * dropout_mask(input, stream, p);
}

/// One number for each channel of [n, c, …] or [c, …] with `dims` dimensions of space.
inline at::Tensor dropout_features(const at::Tensor& input, double p, bool training, int64_t dims,
                                   const Stream& stream) {
  if (input.dim() != dims + 1 && input.dim() != dims + 2)
    throw Failure{Failure::kArgument, "the input must have " + std::to_string(dims + 1) + " or " +
                                          std::to_string(dims + 2) + " dimensions"};
  if (!training || p == 0) return input;
  Ints sizes(static_cast<size_t>(input.dim()), 1);
  for (int64_t d = 0; d < input.dim() - dims; d++) sizes[d] = input.size(d);
  const at::Tensor like = at::empty({}, input.options().requires_grad(false)).expand(sizes);
  return input * dropout_mask(like, stream, p);
}

/// Dropped elements become selu's lower limit; then scaled and moved, so that mean and variance stay.
inline at::Tensor alpha_dropout(const at::Tensor& input, double p, bool training, const Stream& stream) {
  if (!(p >= 0 && p <= 1)) throw Failure{Failure::kArgument, "p must be between 0 and 1"};
  if (!training || p == 0) return input;
  constexpr double kLimit = -1.7580993408473766;
  const double scale = p == 1 ? 0 : 1 / std::sqrt((kLimit * kLimit * p + 1) * (1 - p));
  const at::Tensor kept =
      bernoulli_(at::empty(input.sizes(), input.options().requires_grad(false)), stream, 1 - p);
  return input * (kept * scale) + ((1 - kept) * (kLimit * scale) - scale * kLimit * p);
}

}  // namespace troupe::tensor

// Operations of the table that need more than one ATen call.
#pragma once
#include "tensor/call.h"
#include "tensor/cross_entropy.h"
#include "tensor/linear.h"
#include "tensor/random.h"

namespace troupe::tensor {

inline at::Tensor dropout(const at::Tensor& input, double p, bool training, const Stream& stream) {
  if (!training || p == 0) return input;
  return input * dropout_mask(input, stream, p);
}

/// Share of the rows whose largest score is at the target's index: [N, C] scores (or [N, C, ...]) against [N,
/// ...] classes; float32 scalar.
inline at::Tensor accuracy(const at::Tensor& scores, const at::Tensor& target) {
  if (scores.dim() < 2) throw Failure{Failure::kArgument, "scores must be [N, C] or [N, C, ...]"};
  const at::NoGradGuard none;
  return scores.argmax(1).eq(target).to(at::kFloat).mean();
}

/// The elements of a one-dimensional range; a step that leads away from the end is an error of ATen's.
inline at::Tensor arange(double start, double end, double step, at::ScalarType type) {
  return at::arange(at::Scalar(start), at::Scalar(end), at::Scalar(step), at::TensorOptions().dtype(type));
}

inline at::TensorOptions as(at::ScalarType type) { return at::TensorOptions().dtype(type); }

}  // namespace troupe::tensor

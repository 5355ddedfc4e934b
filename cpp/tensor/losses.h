// What the rows of losses call.
#pragma once
#include "tensor/cross_entropy.h"
#include "tensor/failure.h"

namespace troupe::tensor {

/// Share of the rows whose largest score is at the target's index: [N, C] scores (or [N, C, ...]) against [N,
/// ...] classes; float32 scalar.
inline at::Tensor accuracy(const at::Tensor& scores, const at::Tensor& target) {
  if (scores.dim() < 2) throw Failure{Failure::kArgument, "scores must be [N, C] or [N, C, ...]"};
  const at::NoGradGuard none;
  return scores.argmax(1).eq(target).to(at::kFloat).mean();
}

}  // namespace troupe::tensor

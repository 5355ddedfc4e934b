// Clamps with the gradients of PyTorch 2.15, whichever libtorch computes. Those of numbers pass strictly
// between the bounds; those of tensors are shared where both are equal, as maximum()'s and minimum()'s are.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

using Bound = c10::optional<at::Scalar>;

inline bool recorded(const at::Tensor& input) { return at::GradMode::is_enabled() && input.requires_grad(); }

/// Drops bounds beyond all integers of the dtype on their own side, and refuses those on the other:
/// libtorch 1.13 lets them wrap around.
inline void within_integers(const at::Tensor& input, Bound& min, Bound& max) {
  const at::ScalarType type = input.scalar_type();
  if (type != at::kByte && type != at::kInt) return;
  const int64_t least = type == at::kByte ? 0 : INT32_MIN, most = type == at::kByte ? 255 : INT32_MAX;
  for (Bound* bound : {&min, &max}) {
    if (!*bound || !(*bound)->isIntegral(false)) continue;
    const int64_t value = (*bound)->toLong();
    if (value >= least && value <= most) continue;
    if ((value < least) != (bound == &min))
      throw Failure{Failure::kArgument, std::to_string(value) + " as a bound would leave no number that " +
                                            dtype_name(type) + " holds"};
    bound->reset();
  }
}

inline at::Tensor clamped(const at::Tensor& input, Bound min, Bound max) {
  const bool bounded = min || max;
  within_integers(input, min, max);
  if (bounded && !min && !max) return input.clone();
  if (!recorded(input) || (!min && !max)) return at::clamp(input, min, max);
  at::Tensor result, inside;
  {
    const at::NoGradGuard none;
    result = at::clamp(input, min, max);
    inside = min ? at::gt(input, *min) : at::lt(input, *max);
    if (min && max) inside.logical_and_(at::lt(input, *max));
  }
  return at::where(inside, input, result);
}

inline at::Tensor clamped_min(const at::Tensor& input, const at::Scalar& min) {
  return clamped(input, min, {});
}
inline at::Tensor clamped_max(const at::Tensor& input, const at::Scalar& max) {
  return clamped(input, {}, max);
}
inline at::Tensor clamped_min(const at::Tensor& input, const at::Tensor& min) {
  return recorded(input) || recorded(min) ? at::maximum(input, min) : at::clamp_min(input, min);
}
inline at::Tensor clamped_max(const at::Tensor& input, const at::Tensor& max) {
  return recorded(input) || recorded(max) ? at::minimum(input, max) : at::clamp_max(input, max);
}

/// In place where nobody asks for gradients; what is recorded is computed as above and copied.
inline void clamp_in_place(at::Tensor& input, Bound min, Bound max) {
  const bool bounded = min || max;
  within_integers(input, min, max);
  if (bounded && !min && !max) return;
  if (recorded(input))
    input.copy_(clamped(input, min, max));
  else
    input.clamp_(min, max);
}

inline void clamp_min_in_place(at::Tensor& input, const at::Scalar& min) { clamp_in_place(input, min, {}); }
inline void clamp_max_in_place(at::Tensor& input, const at::Scalar& max) { clamp_in_place(input, {}, max); }
/// The copies are what gradients look at: the input changes.
inline void clamp_min_in_place(at::Tensor& input, const at::Tensor& min) {
  if (recorded(input) || recorded(min))
    input.copy_(at::maximum(input.clone(), min));
  else
    input.clamp_min_(min);
}
inline void clamp_max_in_place(at::Tensor& input, const at::Tensor& max) {
  if (recorded(input) || recorded(max))
    input.copy_(at::minimum(input.clone(), max));
  else
    input.clamp_max_(max);
}

}  // namespace troupe::tensor

// What the rows of comparisons call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// Bits of an integer of that dtype.
inline int64_t width_of(at::ScalarType type) { return 8 * static_cast<int64_t>(c10::elementSize(type)); }

/// Whether shifts are for that dtype; libtorch refuses the others by their names.
inline bool shiftable(at::ScalarType type) { return at::isIntegralType(type, false); }

/// input * 2^other; 0 when all bits leave, and for negative `other`. The processor, and with it
/// libtorch 1.13, takes `other` modulo the width instead.
inline at::Tensor shifted_left(const at::Tensor& input, const at::Tensor& other) {
  const at::ScalarType type = at::result_type(input, other);
  if (!shiftable(type)) return at::bitwise_left_shift(input, other);
  const at::Tensor by = other.to(type);
  const at::Tensor outside = by.lt(0).logical_or(by.ge(width_of(type)));
  return at::bitwise_left_shift(input, by.masked_fill(outside, 0)).masked_fill(outside, 0);
}

inline at::Tensor shifted_left(const at::Tensor& input, const at::Scalar& other) {
  const at::ScalarType type = at::result_type(input, other);
  if (!shiftable(type)) return at::bitwise_left_shift(input, other);
  const int64_t by = other.toLong();
  if (by < 0 || by >= width_of(type)) return at::zeros(input.sizes(), input.options().dtype(type));
  return at::bitwise_left_shift(input, other);
}

/// input / 2^other, rounded down: 0 or -1 by sign when all bits leave, and for negative `other`.
inline at::Tensor shifted_right(const at::Tensor& input, const at::Tensor& other) {
  const at::ScalarType type = at::result_type(input, other);
  if (!shiftable(type)) return at::bitwise_right_shift(input, other);
  const at::Tensor by = other.to(type);
  const int64_t width = width_of(type);
  // By the width less 1 a signed integer is its sign already; uint8, which has none, has a bit left.
  const at::Tensor outside = by.lt(0).logical_or(by.ge(width));
  const at::Tensor result = at::bitwise_right_shift(input, by.masked_fill(outside, width - 1));
  return type == at::kByte ? result.masked_fill(outside, 0) : result;
}

inline at::Tensor shifted_right(const at::Tensor& input, const at::Scalar& other) {
  const at::ScalarType type = at::result_type(input, other);
  if (!shiftable(type)) return at::bitwise_right_shift(input, other);
  const int64_t by = other.toLong(), width = width_of(type);
  if (by >= 0 && by < width) return at::bitwise_right_shift(input, other);
  if (type == at::kByte) return at::zeros(input.sizes(), input.options().dtype(type));
  return at::bitwise_right_shift(input, width - 1);
}

}  // namespace troupe::tensor

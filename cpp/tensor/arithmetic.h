// What the rows of arithmetic call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// Whether the smallest integer of the dtype is among these: its negative is none. Those of a narrower dtype
/// are none, and libtorch 1.13 would compare them with what is left of it.
inline bool has_smallest(const at::Tensor& input, at::ScalarType type) {
  const at::Scalar smallest = type == at::kLong ? at::Scalar(INT64_MIN) : at::Scalar(int64_t{INT32_MIN});
  return (type == at::kLong || type == at::kInt) && input.scalar_type() == type &&
         at::eq(input, smallest).any().item<bool>();
}

inline bool has_minus_one(const at::Tensor& other) { return at::eq(other, -1).any().item<bool>(); }
inline bool has_minus_one(const at::Scalar& other) { return other.toDouble() == -1; }

/// The input of a division of integers. The smallest one has no quotient by -1 in its dtype: the processor
/// ends the process that asks for it.
template <typename Operand>
const at::Tensor& dividend(const at::Tensor& input, const Operand& other) {
  const at::ScalarType type = at::result_type(input, other);
  if ((type == at::kLong || type == at::kInt) && has_minus_one(other) && has_smallest(input, type))
    throw Failure{Failure::kOperation, std::string("the smallest ") + dtype_name(type) +
                                           " divided by -1 is no " + dtype_name(type)};
  return input;
}

/// An operand of gcd and lcm, which divide by the negative of what they are given.
inline const at::Tensor& negatable(const at::Tensor& input) {
  if (has_smallest(input, input.scalar_type()))
    throw Failure{Failure::kOperation, std::string("the smallest ") + dtype_name(input.scalar_type()) +
                                           " has no absolute value in that dtype"};
  return input;
}

/// input / other, rounded as asked: 'floor' or 'trunc'.
template <typename Operand>
at::Tensor rounded_division(const at::Tensor& input, const Operand& other,
                            const c10::optional<std::string>& mode) {
  if (mode) dividend(input, other);
  return mode ? at::div(input, other, c10::optional<c10::string_view>(*mode)) : at::div(input, other);
}

}  // namespace troupe::tensor

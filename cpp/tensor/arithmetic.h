// What the rows of arithmetic call.
#pragma once
#include "tensor/precompiled.h"

namespace troupe::tensor {

/// input / other, rounded as asked: 'floor' or 'trunc'.
template <typename Operand>
at::Tensor rounded_division(const at::Tensor& input, const Operand& other,
                            const c10::optional<std::string>& mode) {
  return mode ? at::div(input, other, c10::optional<c10::string_view>(*mode)) : at::div(input, other);
}

}  // namespace troupe::tensor

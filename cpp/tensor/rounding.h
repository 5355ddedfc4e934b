// What the rows that round call: integers are round, but libtorch takes only floats to so many decimals.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

inline at::Tensor rounded(const at::Tensor& input, int64_t decimals) {
  return decimals == 0 ? at::round(input) : at::round(input, decimals);
}

}  // namespace troupe::tensor

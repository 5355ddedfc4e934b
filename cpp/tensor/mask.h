// What the rows with masks call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// libtorch 1.13 reads the bytes of any other mask as if they were bools.
inline const at::Tensor& boolean(const at::Tensor& mask) {
  if (mask.scalar_type() != at::kBool)
    throw Failure{Failure::kArgument, std::string("the mask must be bool, not ") +
                                          dtype_name(mask.scalar_type()) +
                                          ": make it with gt(), eq() and their like, or .to('bool')"};
  return mask;
}

}  // namespace troupe::tensor

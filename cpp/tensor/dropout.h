// Dropout from a stream of ours.
#pragma once
#include "tensor/random.h"

namespace troupe::tensor {

inline at::Tensor dropout(const at::Tensor& input, double p, bool training, const Stream& stream) {
  if (!training || p == 0) return input;
  return input * dropout_mask(input, stream, p);
}

}  // namespace troupe::tensor

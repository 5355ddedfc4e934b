// What the rows of linear algebra call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// A matrix whose eigenvalues or singular values are asked for. LAPACK iterates towards these: of NaN and
/// infinities it makes finite numbers, garbage, or messages on the standard output, by its version.
inline const at::Tensor& finite(const at::Tensor& input) {
  if (at::isFloatingType(input.scalar_type()) && !at::isfinite(input.detach()).all().item<bool>())
    throw Failure{Failure::kOperation, "the matrix holds NaN or infinities"};
  return input;
}

}  // namespace troupe::tensor

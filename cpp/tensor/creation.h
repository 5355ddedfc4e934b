// What the rows of creation call.
#pragma once
#include "tensor/precompiled.h"

namespace troupe::tensor {

inline at::TensorOptions as(at::ScalarType type) { return at::TensorOptions().dtype(type); }

/// The elements of a one-dimensional range; a step that leads away from the end is an error of ATen's.
inline at::Tensor arange(double start, double end, double step, at::ScalarType type) {
  return at::arange(at::Scalar(start), at::Scalar(end), at::Scalar(step), as(type));
}

}  // namespace troupe::tensor

// Indexing as with Python's brackets: places, ranges with steps of either sign, new axes, lists and masks.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// The elements that the index names: a view, unless it has tensors or negative steps.
at::Tensor take_at(const at::Tensor& input, const Index& index);

/// Overwrites these elements with `value`, broadcast to them.
void put_at(at::Tensor& input, const Index& index, const at::Tensor& value);
void put_at(at::Tensor& input, const Index& index, const at::Scalar& value);

/// at::take_along_dim with places that may count from the end, which libtorch 1.13 refuses.
inline at::Tensor take_along(const at::Tensor& input, const at::Tensor& index, c10::optional<int64_t> dim) {
  if (index.scalar_type() != at::kLong) return at::take_along_dim(input, index, dim);
  const int64_t size = dim && input.dim() > 0 ? input.size(*dim) : input.numel();
  return at::take_along_dim(input, at::where(index.lt(0), index + size, index), dim);
}

}  // namespace troupe::tensor

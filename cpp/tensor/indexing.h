// Indexing as with Python's brackets: places, ranges with steps of either sign, new axes, lists and masks.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// The elements that the index names: a view, unless it has tensors or negative steps.
at::Tensor take_at(const at::Tensor& input, const Index& index);

/// Overwrites these elements with `value`, broadcast to them.
void put_at(at::Tensor& input, const Index& index, const at::Tensor& value);
void put_at(at::Tensor& input, const Index& index, const at::Scalar& value);

}  // namespace troupe::tensor

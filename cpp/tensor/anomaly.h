// Finding the operation whose backward gave a NaN.
#pragma once
#include <string>

#include "tensor/precompiled.h"

namespace troupe::tensor {

/// Has every node of the tensor's history that is not watched yet check the gradients that it computes. One
/// with a NaN in them throws Failure{kAnomaly} with the lines: node's name, place of the gradient, site.
void watch_for_nan(const at::Tensor& tensor, std::string site);

}  // namespace troupe::tensor

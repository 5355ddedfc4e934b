// Finding the operation whose backward gave a NaN.
#pragma once
#include <string>

#include "tensor/precompiled.h"

namespace troupe::tensor {

/// How many nodes autograd has recorded in this thread.
uint64_t nodes_recorded();

/// Has every node of the tensor's history that is not watched yet check the gradients that it computes. One
/// with a NaN in them throws Failure{kAnomaly} with the lines: node's name, place of the gradient, site.
/// Nodes that were recorded when there were fewer than `since` have no site: nobody noted where they come
/// from.
void watch_for_nan(const at::Tensor& tensor, std::string site, uint64_t since);

}  // namespace troupe::tensor

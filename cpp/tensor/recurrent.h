// What the rows of recurrent call.
#pragma once
#include <string>
#include <vector>

#include "tensor/call.h"

namespace troupe::tensor {

/// A number of layers, each of which has weights of its own: libtorch 2 sizes its lists by it before it
/// counts them.
inline int64_t counted(int64_t layers, const std::vector<at::Tensor>& weights) {
  if (layers >= 1 && layers <= static_cast<int64_t>(weights.size())) return layers;
  throw Failure{Failure::kArgument, "numLayers is " + std::to_string(layers) + ", and there are " +
                                        std::to_string(weights.size()) +
                                        " weights: each layer has two or more"};
}

}  // namespace troupe::tensor

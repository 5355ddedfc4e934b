// F.crossEntropy as one node of autograd's graph.
#pragma once
#include "tensor/precompiled.h"

namespace troupe::tensor {

/// at::cross_entropy_loss, with the same bits: its two operations are recorded as one where rows of scores
/// meet classes, which spares a small model a good part of what its loss costs.
at::Tensor cross_entropy(const at::Tensor& scores, const at::Tensor& target,
                         const c10::optional<at::Tensor>& weight, int64_t reduction, int64_t ignore,
                         double smoothing);

}  // namespace troupe::tensor

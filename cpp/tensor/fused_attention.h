// Attention by libtorch's own kernel, which never holds the scores of all pairs.
#pragma once
#include "tensor/precompiled.h"

namespace troupe::tensor {

/// softmax(query @ key.T * scale) @ value, where query i sees keys 0 to i only if `causal`; undefined where
/// libtorch has no such kernel, or a slower one.
at::Tensor fused_attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                           bool causal, double scale);

}  // namespace troupe::tensor

// Scaled dot-product attention.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// softmax(query @ key.T * scale + mask) @ value for [..., l, e], [..., s, e] and [..., s, v].
at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                     const c10::optional<at::Tensor>& mask, double dropout, bool causal,
                     c10::optional<double> scale, bool grouped, const Stream& stream);

/// The same without mask and dropout, of operations that can be differentiated as often as one likes.
at::Tensor plain_attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                           bool causal, double scale);

}  // namespace troupe::tensor

// What the rows of normalization call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// at::layer_norm. Weights may be float32 with a narrower input, as after a product under autocast: the
/// result is of the input's dtype. Not every libtorch computes with both, so it is done in float32. So do the
/// other two.
at::Tensor layer_normalize(const at::Tensor& input, at::IntArrayRef shape,
                           const c10::optional<at::Tensor>& weight, const c10::optional<at::Tensor>& bias,
                           double eps);

/// input / sqrt(mean of squares over the last dimensions + eps) * weight
at::Tensor rms_normalize(const at::Tensor& input, at::IntArrayRef shape,
                         const c10::optional<at::Tensor>& weight, c10::optional<double> eps);

at::Tensor checked_group_norm(const at::Tensor& input, int64_t groups,
                              const c10::optional<at::Tensor>& weight, const c10::optional<at::Tensor>& bias,
                              double eps);

/// input / (k + alpha * mean of squares of `size` channels around) ** beta
at::Tensor local_response_norm(const at::Tensor& input, int64_t size, double alpha, double beta, double k);

}  // namespace troupe::tensor

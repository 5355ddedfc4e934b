// What the rows of normalization call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// at::batch_norm; by the batch only where a channel has more than one value: the mean of one is itself.
at::Tensor checked_batch_norm(const at::Tensor& input, const c10::optional<at::Tensor>& mean,
                              const c10::optional<at::Tensor>& variance,
                              const c10::optional<at::Tensor>& weight, const c10::optional<at::Tensor>& bias,
                              bool training, double momentum, double eps);

/// at::instance_norm, with the same check of a channel of one sample.
at::Tensor checked_instance_norm(const at::Tensor& input, const c10::optional<at::Tensor>& mean,
                                 const c10::optional<at::Tensor>& variance,
                                 const c10::optional<at::Tensor>& weight,
                                 const c10::optional<at::Tensor>& bias, bool own, double momentum,
                                 double eps);

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

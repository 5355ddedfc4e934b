// Losses that libtorch has not as one operation, or not safely.
#pragma once
#include <string>

#include "tensor/call.h"

namespace troupe::tensor {

at::Tensor kl_div(const at::Tensor& input, const at::Tensor& target, const std::string& reduction,
                  bool log_target);

at::Tensor gaussian_nll_loss(const at::Tensor& input, const at::Tensor& target, const at::Tensor& variance,
                             bool full, double eps, int64_t reduction);

at::Tensor multilabel_soft_margin_loss(const at::Tensor& input, const at::Tensor& target,
                                       const c10::optional<at::Tensor>& weight, int64_t reduction);

/// libtorch trusts the classes in `targets` and would read wherever they point: checked here.
at::Tensor checked_ctc_loss(const at::Tensor& log_probabilities, const at::Tensor& targets,
                            const at::Tensor& input_lengths, const at::Tensor& target_lengths, int64_t blank,
                            int64_t reduction, bool zero_infinity);

}  // namespace troupe::tensor

#include "tensor/likelihoods.h"

#include <cmath>
#include <numbers>

namespace troupe::tensor {
namespace {

[[noreturn]] void refuse(const std::string& text) { throw Failure{Failure::kArgument, text}; }

at::Tensor reduce(const at::Tensor& losses, int64_t reduction) {
  if (reduction == at::Reduction::Mean) return losses.mean();
  return reduction == at::Reduction::Sum ? losses.sum() : losses;
}

}  // namespace

at::Tensor kl_div(const at::Tensor& input, const at::Tensor& target, const std::string& reduction,
                  bool log_target) {
  if (reduction == "mean") return at::kl_div(input, target, at::Reduction::Mean, log_target);
  if (reduction == "none") return at::kl_div(input, target, at::Reduction::None, log_target);
  const at::Tensor sum = at::kl_div(input, target, at::Reduction::Sum, log_target);
  if (reduction == "sum") return sum;
  if (input.dim() == 0) refuse("batchmean needs a first dimension to divide by");
  return sum / input.size(0);
}

at::Tensor gaussian_nll_loss(const at::Tensor& input, const at::Tensor& target, const at::Tensor& variance,
                             bool full, double eps, int64_t reduction) {
  at::Tensor spread = variance;
  if (variance.sizes() != input.sizes()) {
    const auto leading = input.dim() > 0 ? input.sizes().slice(0, input.dim() - 1) : input.sizes();
    if (input.dim() > 0 && variance.sizes() == leading)
      spread = variance.unsqueeze(-1);
    else if (variance.dim() != input.dim() || variance.size(-1) != 1 ||
             variance.sizes().slice(0, input.dim() - 1) != leading)
      refuse("variance must have the shape of input, or one with a last size of 1 or none");
  }
  if (spread.lt(0).any().item<bool>()) refuse("variances must not be negative");
  // Gradients flow as if it had not been raised to eps.
  at::Tensor raised = spread.clone();
  {
    const at::NoGradGuard none;
    raised.clamp_min_(eps);
  }
  at::Tensor losses = 0.5 * (raised.log() + (input - target).square() / raised);
  if (full) losses = losses + 0.5 * std::log(2 * std::numbers::pi);
  return reduce(losses, reduction);
}

at::Tensor multilabel_soft_margin_loss(const at::Tensor& input, const at::Tensor& target,
                                       const c10::optional<at::Tensor>& weight, int64_t reduction) {
  if (input.dim() < 1 || input.sizes() != target.sizes())
    refuse("input and target must be [..., c] of the same shape");
  at::Tensor losses = -(target * at::log_sigmoid(input) + (1 - target) * at::log_sigmoid(-input));
  if (weight) losses = losses * *weight;
  return reduce(losses.mean(-1), reduction);
}

at::Tensor checked_ctc_loss(const at::Tensor& log_probabilities, const at::Tensor& targets,
                            const at::Tensor& input_lengths, const at::Tensor& target_lengths, int64_t blank,
                            int64_t reduction, bool zero_infinity) {
  if (log_probabilities.dim() != 2 && log_probabilities.dim() != 3)
    refuse("logProbs must be [t, n, c] or [t, c]");
  const int64_t classes = log_probabilities.size(-1);
  for (const auto* integers : {&targets, &input_lengths, &target_lengths})
    if (!at::isIntegralType(integers->scalar_type(), false))
      refuse("targets, inputLengths and targetLengths must be integers");
  if (targets.numel() > 0) {
    const int64_t least = targets.min().item<int64_t>(), most = targets.max().item<int64_t>();
    if (least < 0 || most >= classes)
      refuse("the target " + std::to_string(least < 0 ? least : most) + " is not among the " +
             std::to_string(classes) + " classes");
  }
  for (const auto* lengths : {&input_lengths, &target_lengths})
    if (lengths->numel() > 0 && lengths->min().item<int64_t>() < 0) refuse("lengths must not be negative");
  return at::ctc_loss(log_probabilities, targets, input_lengths, target_lengths, blank, reduction,
                      zero_infinity);
}

}  // namespace troupe::tensor

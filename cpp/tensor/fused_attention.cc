#include "tensor/fused_attention.h"

#include <torch/version.h>

#include "tensor/attention.h"
#include "tensor/autocast.h"
#include "tensor/node.h"

namespace troupe::tensor {
// libtorch 1.13 has none, and before 2.4 its arguments were others.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
namespace {

/// Whether the kernel takes these. It would take bfloat16 too, but up to four times slower than products do.
bool fits(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) {
  if (!query.is_cpu() || !key.is_cpu() || !value.is_cpu() || autocasting(query)) return false;
  if (query.scalar_type() != at::kFloat && query.scalar_type() != at::kDouble) return false;
  if (query.dim() != 4 || key.dim() != 4 || query.numel() == 0 || key.numel() == 0) return false;
  return query.size(0) == key.size(0) && query.size(1) == key.size(1) && key.sizes() == value.sizes();
}

at::Tensor with_plain_rows(const at::Tensor& tensor) {
  return tensor.stride(-1) == 1 ? tensor : tensor.contiguous();
}

struct FusedAttentionBackward : Node {
  SavedVariable query, key, value, output, log_sums;
  bool causal = false;
  double scale = 1;

  std::string name() const override { return "FusedAttentionBackward"; }

  void release_variables() override {
    for (SavedVariable* saved : {&query, &key, &value, &output, &log_sums}) saved->reset_data();
  }

  variable_list apply(variable_list&& gradients) override {
    variable_list results(3);
    if (!gradients[0].defined()) return results;
    const variable_list inputs{query.unpack(), key.unpack(), value.unpack()};
    if (at::GradMode::is_enabled()) return differentiable(inputs, gradients[0]);
    const at::AutoDispatchBelowADInplaceOrView nothing_recorded;
    auto [of_query, of_key, of_value] = at::_scaled_dot_product_flash_attention_for_cpu_backward(
        with_plain_rows(gradients[0]), with_plain_rows(inputs[0]), with_plain_rows(inputs[1]),
        with_plain_rows(inputs[2]), output.unpack(pointer_to(this)), log_sums.unpack(),
        /*dropout_p=*/0, causal, {}, scale);
    return {of_query, of_key, of_value};
  }

 private:
  /// Somebody will differentiate these gradients again, which the kernel's backward has no rule for.
  variable_list differentiable(const variable_list& inputs, const at::Tensor& gradient) {
    // One tensor may be two of them, or one made from another: aliases keep what belongs to each apart.
    variable_list own, wanted, results(3);
    for (const auto& input : inputs) own.push_back(at::alias(input));
    for (const auto& input : own)
      if (input.requires_grad()) wanted.push_back(input);
    const at::Tensor again = plain_attention(own[0], own[1], own[2], causal, scale);
    const variable_list found = torch::autograd::grad({again}, wanted, {gradient}, /*retain_graph=*/true,
                                                      /*create_graph=*/true);
    for (std::size_t k = 0, next = 0; k < inputs.size(); ++k)
      if (inputs[k].requires_grad()) results[k] = found[next++];
    return results;
  }
};

}  // namespace

at::Tensor fused_attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                           bool causal, double scale) {
  if (!fits(query, key, value)) return {};
  at::Tensor output, log_sums;
  {
    const at::AutoDispatchBelowADInplaceOrView nothing_recorded;
    std::tie(output, log_sums) = at::_scaled_dot_product_flash_attention_for_cpu(
        with_plain_rows(query), with_plain_rows(key), with_plain_rows(value), /*dropout_p=*/0, causal, {},
        scale);
  }
  if (!at::GradMode::is_enabled() || !(query.requires_grad() || key.requires_grad() || value.requires_grad()))
    return output;
  auto node = make_node<FusedAttentionBackward>();
  node->set_next_edges(torch::autograd::collect_next_edges(query, key, value));
  node->query = SavedVariable(query, false);
  node->key = SavedVariable(key, false);
  node->value = SavedVariable(value, false);
  torch::autograd::set_history(output, node);
  node->output = SavedVariable(output, true);
  node->log_sums = SavedVariable(log_sums, false);
  node->causal = causal;
  node->scale = scale;
  return output;
}
#else
at::Tensor fused_attention(const at::Tensor&, const at::Tensor&, const at::Tensor&, bool, double) {
  return {};
}
#endif

}  // namespace troupe::tensor

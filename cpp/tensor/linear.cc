#include "tensor/linear.h"

#include "tensor/gradient_places.h"

namespace troupe::tensor {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

at::Tensor rows(const at::Tensor& tensor) { return tensor.dim() == 2 ? tensor : tensor.flatten(0, -2); }

struct LinearNode : torch::autograd::Function<LinearNode> {
  static Variable forward(AutogradContext* context, const Variable& input, const Variable& weight,
                          const Variable& bias) {
    context->save_for_backward({input, weight});
    context->saved_data["weight"] = reinterpret_cast<int64_t>(weight.unsafeGetTensorImpl());
    context->saved_data["bias"] =
        bias.defined() ? reinterpret_cast<int64_t>(bias.unsafeGetTensorImpl()) : int64_t{0};
    return at::linear(input, weight, bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &input = saved[0], &weight = saved[1];
    const at::Tensor gradient = rows(gradients[0]);
    const at::Tensor samples = rows(input);
    const bool differentiable =
        at::GradMode::is_enabled();  // somebody will differentiate these gradients again
    const auto impl = [&](const char* name) {
      return reinterpret_cast<const at::TensorImpl*>(context->saved_data[name].toInt());
    };
    auto& places = GradientPlaces::of_thread();
    at::Tensor for_input, for_weight, for_bias;
    if (context->needs_input_grad(0)) for_input = gradient.matmul(weight).view(input.sizes());
    if (context->needs_input_grad(1)) {
      if (differentiable) {
        for_weight = gradient.t().matmul(samples);
      } else {
        for_weight = places.empty_for(impl("weight"), weight.sizes(), weight.options());
        at::mm_out(for_weight, gradient.t(), samples);
      }
    }
    if (context->needs_input_grad(2)) {
      if (differentiable) {
        for_bias = gradient.sum(0);
      } else {
        for_bias = places.empty_for(impl("bias"), {gradient.size(1)}, gradient.options());
        at::sum_out(for_bias, gradient, 0);
      }
    }
    return {for_input, for_weight, for_bias};
  }
};

}  // namespace

at::Tensor placed_linear(const at::Tensor& input, const at::Tensor& weight,
                         const c10::optional<at::Tensor>& bias) {
  const bool plain = input.dim() < 2 || weight.dim() != 2 || !at::GradMode::is_enabled() ||
                     !(input.requires_grad() || weight.requires_grad() || (bias && bias->requires_grad()));
  return plain ? at::linear(input, weight, bias)
               : LinearNode::apply(input, weight, bias ? *bias : at::Tensor());
}

}  // namespace troupe::tensor

#include "tensor/linear.h"

#include "tensor/gradient_places.h"

namespace troupe::tensor {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

at::Tensor rows(const at::Tensor& tensor) { return tensor.dim() == 2 ? tensor : tensor.flatten(0, -2); }

/// Gradients of input, weight and, when there is one, bias.
variable_list backward_of(AutogradContext* context, const variable_list& gradients, bool with_bias) {
  const variable_list saved = context->get_saved_variables();
  const at::Tensor &input = saved[0], &weight = saved[1];
  const at::Tensor gradient = rows(gradients[0]);
  const bool differentiable =
      at::GradMode::is_enabled();  // somebody will differentiate these gradients again
  const auto place = [&](const char* name, at::IntArrayRef sizes) {
    const auto* parameter = reinterpret_cast<const at::TensorImpl*>(context->saved_data[name].toInt());
    return GradientPlaces::of_thread().empty_for(parameter, sizes, weight.options());
  };
  variable_list results(with_bias ? 3 : 2);
  if (context->needs_input_grad(0)) results[0] = gradient.matmul(weight).view(input.sizes());
  if (context->needs_input_grad(1)) {
    if (differentiable) {
      results[1] = gradient.t().matmul(rows(input));
    } else {
      results[1] = place("weight", weight.sizes());
      at::mm_out(results[1], gradient.t(), rows(input));
    }
  }
  if (with_bias && context->needs_input_grad(2)) {
    if (differentiable) {
      results[2] = gradient.sum(0);
    } else {
      results[2] = place("bias", {gradient.size(1)});
      at::sum_out(results[2], gradient, 0);
    }
  }
  return results;
}

void save(AutogradContext* context, const Variable& input, const Variable& weight) {
  context->save_for_backward({input, weight});
  context->saved_data["weight"] = reinterpret_cast<int64_t>(weight.unsafeGetTensorImpl());
}

struct Linear : torch::autograd::Function<Linear> {
  static Variable forward(AutogradContext* context, const Variable& input, const Variable& weight) {
    save(context, input, weight);
    return at::linear(input, weight);
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    return backward_of(context, gradients, false);
  }
};

struct LinearWithBias : torch::autograd::Function<LinearWithBias> {
  static Variable forward(AutogradContext* context, const Variable& input, const Variable& weight,
                          const Variable& bias) {
    save(context, input, weight);
    context->saved_data["bias"] = reinterpret_cast<int64_t>(bias.unsafeGetTensorImpl());
    return at::linear(input, weight, bias);
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    return backward_of(context, gradients, true);
  }
};

}  // namespace

at::Tensor placed_linear(const at::Tensor& input, const at::Tensor& weight,
                         const c10::optional<at::Tensor>& bias) {
  const bool plain = input.dim() < 2 || weight.dim() != 2 || !at::GradMode::is_enabled() ||
                     !(input.requires_grad() || weight.requires_grad() || (bias && bias->requires_grad()));
  if (plain) return at::linear(input, weight, bias);
  return bias ? LinearWithBias::apply(input, weight, *bias) : Linear::apply(input, weight);
}

}  // namespace troupe::tensor

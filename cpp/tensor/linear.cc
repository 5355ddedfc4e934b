#include "tensor/linear.h"

#include "tensor/autocast.h"
#include "tensor/gradient_places.h"
#include "tensor/node.h"

namespace troupe::tensor {
namespace {

at::Tensor rows(const at::Tensor& tensor) { return tensor.dim() == 2 ? tensor : tensor.flatten(0, -2); }

struct LinearBackward : Node {
  SavedVariable input, weight;
  /// Whose gradients these are, for GradientPlaces only: they may be gone.
  const at::TensorImpl *weight_key = nullptr, *bias_key = nullptr;
  c10::SmallVector<int64_t, 4> input_sizes;

  std::string name() const override { return "LinearBackward"; }

  void release_variables() override {
    input.reset_data();
    weight.reset_data();
  }

  /// Gradients of input, weight and bias.
  variable_list apply(variable_list&& gradients) override {
    variable_list results(3);
    if (!gradients[0].defined()) return results;
    if (at::GradMode::is_enabled()) return differentiable(rows(gradients[0]));
    const at::AutoDispatchBelowADInplaceOrView nothing_recorded;
    const at::Tensor gradient = rows(gradients[0]);
    const int64_t out = gradient.size(1);
    if (task_should_compute_output(0)) results[0] = at::mm(gradient, weight.unpack()).view(input_sizes);
    if (task_should_compute_output(1)) {
      results[1] = place(weight_key, {out, input_sizes.back()}, gradient);
      at::mm_out(results[1], gradient.t(), rows(input.unpack()));
    }
    if (task_should_compute_output(2)) {
      results[2] = place(bias_key, {out}, gradient);
      at::sum_out(results[2], gradient, 0);
    }
    return results;
  }

 private:
  static at::Tensor place(const at::TensorImpl* key, at::IntArrayRef sizes, const at::Tensor& like) {
    return GradientPlaces::of_thread().empty_for(key, sizes, like.options());
  }

  /// Somebody will differentiate these gradients again: no memory of ours, and every operation recorded.
  variable_list differentiable(const at::Tensor& gradient) {
    variable_list results(3);
    if (task_should_compute_output(0)) results[0] = gradient.mm(weight.unpack()).view(input_sizes);
    if (task_should_compute_output(1)) results[1] = gradient.t().mm(rows(input.unpack()));
    if (task_should_compute_output(2)) results[2] = gradient.sum(0);
    return results;
  }
};

}  // namespace

at::Tensor placed_linear(const at::Tensor& input, const at::Tensor& weight,
                         const c10::optional<at::Tensor>& bias) {
  // Casts to another dtype are libtorch's affair, and have a history of their own.
  const bool plain = autocasting(input) || input.dim() < 2 || weight.dim() != 2 ||
                     !at::GradMode::is_enabled() ||
                     !(input.requires_grad() || weight.requires_grad() || (bias && bias->requires_grad()));
  if (plain) return at::linear(input, weight, bias);
  auto node = make_node<LinearBackward>();
  node->set_next_edges(torch::autograd::collect_next_edges(input, weight, bias));
  if (node->should_compute_output(0)) node->weight = SavedVariable(weight, false);
  if (node->should_compute_output(1)) node->input = SavedVariable(input, false);
  node->weight_key = weight.unsafeGetTensorImpl();
  if (bias) node->bias_key = bias->unsafeGetTensorImpl();
  node->input_sizes.assign(input.sizes().begin(), input.sizes().end());
  at::Tensor output;
  {
    const at::AutoDispatchBelowADInplaceOrView nothing_recorded;
    output = at::linear(input, weight, bias);
  }
  torch::autograd::set_history(output, node);
  return output;
}

at::Tensor bilinear_of(const at::Tensor& input1, const at::Tensor& input2, const at::Tensor& weight,
                       const c10::optional<at::Tensor>& bias) {
  if (!autocasting(weight)) return at::bilinear(input1, input2, weight, bias);
  const auto type =
      at::promote_types(at::promote_types(input1.scalar_type(), input2.scalar_type()), weight.scalar_type());
  return at::bilinear(input1.to(type), input2.to(type), weight.to(type),
                      bias ? c10::optional<at::Tensor>(bias->to(type)) : bias);
}

}  // namespace troupe::tensor

#include "tensor/cross_entropy.h"

#include "tensor/autocast.h"
#include "tensor/node.h"

namespace troupe::tensor {
namespace {

struct CrossEntropyBackward : Node {
  SavedVariable scores, target, log_probabilities, weight, total_weight;
  int64_t reduction = 0, ignore = 0;

  std::string name() const override { return "CrossEntropyBackward"; }

  void release_variables() override {
    for (SavedVariable* saved : {&scores, &target, &log_probabilities, &weight, &total_weight})
      saved->reset_data();
  }

  variable_list apply(variable_list&& gradients) override {
    variable_list results(1);
    if (!gradients[0].defined()) return results;
    const at::Tensor weights = weight.unpack();
    const auto maybe_weights = weights.defined() ? c10::optional<at::Tensor>(weights) : c10::nullopt;
    if (at::GradMode::is_enabled()) {
      // Somebody will differentiate this again: libtorch's own operations, recorded.
      const at::Tensor input = scores.unpack();
      const at::Tensor loss =
          at::cross_entropy_loss(input, target.unpack(), maybe_weights, reduction, ignore);
      return torch::autograd::grad({loss}, {input}, {gradients[0]}, /*retain_graph=*/true,
                                   /*create_graph=*/true);
    }
    const at::AutoDispatchBelowADInplaceOrView nothing_recorded;
    const at::Tensor logs = log_probabilities.unpack();
    const at::Tensor of_logs = at::nll_loss_backward(gradients[0], logs, target.unpack(), maybe_weights,
                                                     reduction, ignore, total_weight.unpack());
    results[0] = at::_log_softmax_backward_data(of_logs, logs, 1, logs.scalar_type());
    return results;
  }
};

}  // namespace

at::Tensor cross_entropy(const at::Tensor& scores, const at::Tensor& target,
                         const c10::optional<at::Tensor>& weight, int64_t reduction, int64_t ignore,
                         double smoothing) {
  const bool plain = scores.dim() == 2 && target.dim() == 1 && scores.size(0) == target.size(0) &&
                     target.scalar_type() == at::kLong && smoothing == 0 && at::GradMode::is_enabled() &&
                     scores.requires_grad() && !autocasting(scores) && !(weight && weight->requires_grad());
  if (!plain) return at::cross_entropy_loss(scores, target, weight, reduction, ignore, smoothing);
  at::Tensor loss, logs, total;
  {
    const at::AutoDispatchBelowADInplaceOrView nothing_recorded;
    logs = at::_log_softmax(scores, 1, false);
    std::tie(loss, total) = at::nll_loss_forward(logs, target, weight, reduction, ignore);
  }
  auto node = make_node<CrossEntropyBackward>();
  node->set_next_edges(torch::autograd::collect_next_edges(scores));
  node->scores = SavedVariable(scores, false);
  node->target = SavedVariable(target, false);
  node->log_probabilities = SavedVariable(logs, false);
  if (weight) node->weight = SavedVariable(*weight, false);
  node->total_weight = SavedVariable(total, false);
  node->reduction = reduction;
  node->ignore = ignore;
  torch::autograd::set_history(loss, node);
  return loss;
}

}  // namespace troupe::tensor

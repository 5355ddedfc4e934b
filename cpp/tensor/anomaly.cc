#include "tensor/anomaly.h"

#include <ATen/SequenceNumber.h>

#include "tensor/failure.h"
#include "tensor/node.h"

namespace troupe::tensor {
namespace {

struct NanHook : torch::autograd::FunctionPostHook {
  std::string node;
  std::shared_ptr<const std::string> site;

  NanHook(std::string node, std::shared_ptr<const std::string> site)
      : node(std::move(node)), site(std::move(site)) {}

  variable_list operator()(const variable_list& outputs, const variable_list&) override {
    const at::NoGradGuard none;
    for (size_t i = 0; i < outputs.size(); i++) {
      if (!outputs[i].defined() || !at::isFloatingType(outputs[i].scalar_type())) continue;
      if (at::isnan(outputs[i]).any().item<bool>())
        throw Failure{Failure::kAnomaly, node + '\n' + std::to_string(i) + '\n' + *site};
    }
    return outputs;
  }
};

bool watched(Node& node) {
  for (const auto& hook : node.post_hooks())
    if (dynamic_cast<const NanHook*>(hook.get()) != nullptr) return true;
  return false;
}

}  // namespace

uint64_t nodes_recorded() { return at::sequence_number::peek(); }

void watch_for_nan(const at::Tensor& tensor, std::string site, uint64_t since) {
  if (!tensor.grad_fn()) return;
  const auto shared = std::make_shared<const std::string>(std::move(site));
  const auto nowhere = std::make_shared<const std::string>();
  // One call of the library may have recorded several nodes; those before it are watched already.
  std::vector<Node*> open{tensor.grad_fn().get()};
  while (!open.empty()) {
    Node& node = *open.back();
    open.pop_back();
    // The last node before a leaf only adds up.
    if (node.next_edges().empty() || watched(node)) continue;
    node.add_post_hook(std::make_unique<NanHook>(node.name(), node.sequence_nr() < since ? nowhere : shared));
    for (const auto& edge : node.next_edges())
      if (edge.function) open.push_back(edge.function.get());
  }
}

}  // namespace troupe::tensor

#include "tensor/autograd.h"

#include <torch/csrc/autograd/engine.h>

#include "tensor/anomaly.h"
#include "tensor/call.h"

namespace troupe::tensor {
namespace {

/// A list of handles in which 0 stands for none.
std::vector<at::Tensor> maybe_tensors(Call& call, size_t i) {
  std::vector<at::Tensor> tensors;
  for (const int64_t handle : call.integers(i))
    tensors.push_back(handle == 0 ? at::Tensor() : call.handles->at(static_cast<uint32_t>(handle)));
  return tensors;
}

void check_start(const at::Tensor& output, const at::Tensor& gradient) {
  if (!output.requires_grad())
    throw Failure{Failure::kOperation, "the tensor does not require gradients and has no history that does"};
  if (!gradient.defined() && output.numel() != 1)
    throw Failure{Failure::kOperation, "a gradient can be created only for a tensor of one element"};
}

// backwardAll(outputs, gradients, retainGraph): accumulates into .grad of the leaves; a gradient may be 0.
napi_value backward_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "backward", "l");
  return call.run([&] {
    const std::vector<at::Tensor> outputs = call.tensors(0), gradients = maybe_tensors(call, 1);
    if (outputs.size() != gradients.size())
      throw Failure{Failure::kArgument, "there must be one gradient for each output"};
    for (size_t i = 0; i < outputs.size(); i++) check_start(outputs[i], gradients[i]);
    torch::autograd::backward(outputs, gradients, call.boolean(2));
    return call.nothing();
  });
}

// gradients(outputs, inputs, gradients, retainGraph, createGraph, allowUnused): of the outputs with regard to
// the inputs, as handles; 0 for an input that was not used. No .grad is touched.
napi_value gradients(napi_env env, napi_callback_info info) {
  Call call(env, info, "grad", "ll");
  return call.run([&] {
    const std::vector<at::Tensor> outputs = call.tensors(0), inputs = call.tensors(1);
    const std::vector<at::Tensor> starts = maybe_tensors(call, 2);
    if (outputs.size() != starts.size())
      throw Failure{Failure::kArgument, "there must be one start gradient for each output"};
    for (size_t i = 0; i < outputs.size(); i++) check_start(outputs[i], starts[i]);
    const auto found =
        torch::autograd::grad(outputs, inputs, starts, call.boolean(3), call.boolean(4), call.boolean(5));
    napi_value list;
    napi_create_array_with_length(env, found.size(), &list);
    for (size_t i = 0; i < found.size(); i++)
      napi_set_element(env, list, static_cast<uint32_t>(i),
                       found[i].defined() ? call.result(found[i]) : call.result(0.0));
    return list;
  });
}

// inWholeBackward(): false inside a backward that computes only what leads to given inputs.
napi_value in_whole_backward(napi_env env, napi_callback_info info) {
  Call call(env, info, "checkpoint", "");
  return call.run(
      [&] { return call.result(torch::autograd::Engine::get_default_engine().is_checkpoint_valid()); });
}

// nodesRecorded(): by this thread's autograd so far.
napi_value nodes_recorded(napi_env env, napi_callback_info info) {
  Call call(env, info, "detectAnomaly", "");
  return call.run([&] { return call.result(static_cast<double>(tensor::nodes_recorded())); });
}

// watch(handle, site, since): a NaN in what this tensor's backward gives becomes an error that names the
// site, if its node was recorded after `since` others.
napi_value watch(napi_env env, napi_callback_info info) {
  Call call(env, info, "detectAnomaly", "t");
  return call.run([&] {
    size_t length = 0;
    napi_get_value_string_utf8(env, call.raw(1), nullptr, 0, &length);
    std::string site(length, '\0');
    napi_get_value_string_utf8(env, call.raw(1), site.data(), length + 1, &length);
    watch_for_nan(call.tensor(0), std::move(site), static_cast<uint64_t>(call.number(2)));
    return call.nothing();
  });
}

// backward(handle, gradient | 0, retainGraph): accumulates into .grad of the leaves.
napi_value backward(napi_env env, napi_callback_info info) {
  Call call(env, info, "backward", "to", "tensor gradient");
  return call.run([&] {
    const at::Tensor& tensor = call.tensor(0);
    const auto gradient = call.maybe_tensor(1);
    check_start(tensor, gradient.value_or(at::Tensor()));
    tensor.backward(gradient.value_or(at::Tensor()), call.boolean(2));
    return call.nothing();
  });
}

// grad(handle): a new handle of the tensor's gradient, 0 when it has none.
napi_value grad(napi_env env, napi_callback_info info) {
  Call call(env, info, "grad", "t");
  return call.run([&] {
    const at::Tensor& gradient = call.tensor(0).grad();
    return gradient.defined() ? call.result(gradient) : call.result(0.0);
  });
}

// setGrad(handle, gradient | 0): gradients accumulate into that very memory from then on.
napi_value set_grad(napi_env env, napi_callback_info info) {
  Call call(env, info, "grad", "to", "tensor gradient");
  return call.run([&] {
    at::Tensor& tensor = call.tensor(0);
    const auto gradient = call.maybe_tensor(1);
    if (!tensor.is_leaf()) throw Failure{Failure::kOperation, "only a leaf tensor's gradient can be set"};
    if (gradient && (gradient->sizes() != tensor.sizes() || gradient->scalar_type() != tensor.scalar_type()))
      throw Failure{Failure::kOperation, "a gradient has the shape and dtype of its tensor"};
    tensor.mutable_grad() = gradient.value_or(at::Tensor());
    return call.nothing();
  });
}

napi_value requires_grad(napi_env env, napi_callback_info info) {
  Call call(env, info, "requiresGrad", "t");
  return call.run([&] { return call.result(call.tensor(0).requires_grad()); });
}

napi_value set_requires_grad(napi_env env, napi_callback_info info) {
  Call call(env, info, "requiresGrad", "t");
  return call.run([&] {
    call.tensor(0).set_requires_grad(call.boolean(1));
    return call.nothing();
  });
}

napi_value is_leaf(napi_env env, napi_callback_info info) {
  Call call(env, info, "isLeaf", "t");
  return call.run([&] { return call.result(call.tensor(0).is_leaf()); });
}

// setGradEnabled(on): a setting of this thread; returns what it was.
napi_value set_grad_enabled(napi_env env, napi_callback_info info) {
  Call call(env, info, "setGradEnabled", "");
  return call.run([&] {
    const bool before = at::GradMode::is_enabled();
    at::GradMode::set_enabled(call.boolean(0));
    return call.result(before);
  });
}

napi_value grad_enabled(napi_env env, napi_callback_info info) {
  Call call(env, info, "gradEnabled", "");
  return call.run([&] { return call.result(at::GradMode::is_enabled()); });
}

}  // namespace

void register_autograd(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"backward", backward},
                                       {"grad", grad},
                                       {"backwardAll", backward_all},
                                       {"gradients", gradients},
                                       {"watch", watch},
                                       {"inWholeBackward", in_whole_backward},
                                       {"setGrad", set_grad},
                                       {"requiresGrad", requires_grad},
                                       {"isLeaf", is_leaf},
                                       {"setRequiresGrad", set_requires_grad},
                                       {"gradEnabled", grad_enabled},
                                       {"setGradEnabled", set_grad_enabled},
                                       {"nodesRecorded", nodes_recorded}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor

#include "tensor/autograd.h"

#include "tensor/call.h"

namespace troupe::tensor {
namespace {

// backward(handle, gradient | 0, retainGraph): accumulates into .grad of the leaves.
napi_value backward(napi_env env, napi_callback_info info) {
  Call call(env, info, "backward", "tt");
  return call.run([&] {
    const at::Tensor& tensor = call.tensor(0);
    const auto gradient = call.maybe_tensor(1);
    if (!tensor.requires_grad())
      throw Failure{Failure::kOperation,
                    "the tensor does not require gradients and has no history that does"};
    if (!gradient && tensor.numel() != 1)
      throw Failure{Failure::kOperation, "a gradient can be created only for a tensor of one element"};
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
  Call call(env, info, "grad", "tt");
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
  static constexpr Entry kEntries[] = {{"backward", backward},        {"grad", grad},
                                       {"setGrad", set_grad},         {"requiresGrad", requires_grad},
                                       {"isLeaf", is_leaf},           {"setRequiresGrad", set_requires_grad},
                                       {"gradEnabled", grad_enabled}, {"setGradEnabled", set_grad_enabled}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor

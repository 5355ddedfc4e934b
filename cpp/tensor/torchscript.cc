#include "tensor/torchscript.h"

#include <torch/script.h>

#include <cstring>
#include <unordered_set>

#include "tensor/call.h"

namespace troupe::tensor {
namespace {

using torch::jit::Module;

/// What JavaScript holds: null inside once it was released.
using Held = std::unique_ptr<Module>;

Held& held(Call& call) {
  void* data = nullptr;
  if (napi_get_value_external(call.env, call.raw(0), &data) != napi_ok || data == nullptr)
    throw Failure{Failure::kArgument, "the first argument must be a loaded model"};
  return *static_cast<Held*>(data);
}

Module& module_of(Call& call) {
  Held& module = held(call);
  if (!module) throw Failure{Failure::kDisposed, "the model was disposed"};
  return *module;
}

/// The interpreter's errors tell the whole way through the model's code; what failed stands at the end.
std::string reason_of(std::string text) {
  static constexpr const char* kMarks[] = {"RuntimeError: ", "\nException raised from"};
  if (const size_t at = text.rfind(kMarks[0]); at != std::string::npos) text.erase(0, at + strlen(kMarks[0]));
  if (const size_t end = text.find(kMarks[1]); end != std::string::npos) text.resize(end);
  return text;
}

template <typename Body>
auto told(Body body) {
  try {
    return body();
  } catch (const c10::Error& error) {
    throw Failure{Failure::kOperation, reason_of(error.what_without_backtrace())};
  } catch (const Failure&) {
    throw;
  } catch (const std::exception& error) {
    throw Failure{Failure::kOperation, reason_of(error.what())};
  }
}

// torchScriptLoad(path): runs what the file says.
napi_value load(napi_env env, napi_callback_info info) {
  Call call(env, info, "loadTorchScript", "");
  return call.run([&] {
    size_t length = 0;
    if (napi_get_value_string_utf8(env, call.raw(0), nullptr, 0, &length) != napi_ok)
      throw Failure{Failure::kArgument, "the path must be a string"};
    std::string path(length, '\0');
    napi_get_value_string_utf8(env, call.raw(0), path.data(), length + 1, &length);
    auto module = std::make_unique<Held>(
        told([&] { return std::make_unique<Module>(torch::jit::load(path, at::kCPU)); }));
    napi_value external = nullptr;
    const auto release = [](napi_env, void* data, void*) { delete static_cast<Held*>(data); };
    if (napi_create_external(env, module.get(), release, nullptr, &external) == napi_ok) module.release();
    return external;
  });
}

// torchScriptTensors(model, buffers): [name, handle, …] of the parameters or the buffers, each tensor once.
napi_value tensors(napi_env env, napi_callback_info info) {
  Call call(env, info, "loadTorchScript", "");
  return call.run([&] {
    Module& module = module_of(call);
    napi_value list;
    napi_create_array(env, &list);
    uint32_t place = 0;
    std::unordered_set<const void*> seen;
    const auto add = [&](const auto& slots) {
      for (const auto& slot : slots) {
        if (!slot.value.defined() || !seen.insert(slot.value.unsafeGetTensorImpl()).second) continue;
        napi_value name;
        napi_create_string_utf8(env, slot.name.data(), slot.name.size(), &name);
        napi_set_element(env, list, place++, name);
        napi_set_element(env, list, place++, call.result(slot.value));
      }
    };
    if (call.boolean(1))
      add(module.named_buffers());
    else
      add(module.named_parameters());
    return list;
  });
}

/// Tensors as handles; tuples and lists as arrays, dictionaries with text keys as objects.
napi_value to_js(Call& call, const c10::IValue& value) {
  napi_value out = nullptr;
  const auto list = [&](const auto& values) {
    napi_create_array_with_length(call.env, values.size(), &out);
    for (size_t k = 0; k < values.size(); k++)
      napi_set_element(call.env, out, static_cast<uint32_t>(k), to_js(call, values[k]));
  };
  if (value.isTensor()) return call.result(value.toTensor());
  if (value.isNone()) {
    napi_get_null(call.env, &out);
  } else if (value.isTuple()) {
    list(value.toTupleRef().elements().vec());
  } else if (value.isList()) {
    list(value.toListRef().vec());
  } else if (value.isGenericDict()) {
    napi_create_object(call.env, &out);
    for (const auto& entry : value.toGenericDict()) {
      if (!entry.key().isString())
        throw Failure{Failure::kOperation, "the model returned a dictionary whose keys are no texts"};
      napi_set_named_property(call.env, out, entry.key().toStringRef().c_str(), to_js(call, entry.value()));
    }
  } else {
    throw Failure{Failure::kOperation, "the model returned a " + value.tagKind() +
                                           "; tensors, tuples, lists and dictionaries of them can be had"};
  }
  return out;
}

// torchScriptForward(model, inputs, training)
napi_value forward(napi_env env, napi_callback_info info) {
  Call call(env, info, "forward", ".l.");
  return call.run([&] {
    Module& module = module_of(call);
    const bool training = call.boolean(2);
    std::vector<c10::IValue> inputs;
    for (at::Tensor& each : call.tensors(1)) inputs.emplace_back(std::move(each));
    const c10::IValue output = told([&] {
      if (module.hasattr("training") && module.is_training() != training) module.train(training);
      // The optimizer of graphs compiles after some calls: the same step would have other bits later.
      const torch::jit::GraphOptimizerEnabledGuard plain(false);
      return module.forward(std::move(inputs));
    });
    return to_js(call, output);
  });
}

napi_value release(napi_env env, napi_callback_info info) {
  Call call(env, info, "dispose", "");
  return call.run([&] {
    held(call).reset();
    return call.nothing();
  });
}

}  // namespace

void register_torchscript(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"torchScriptLoad", load},
                                       {"torchScriptTensors", tensors},
                                       {"torchScriptForward", forward},
                                       {"torchScriptRelease", release}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor

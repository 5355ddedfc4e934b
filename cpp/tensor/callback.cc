#include "tensor/callback.h"

#include "core/denormals.h"
#include "core/native_mark.h"
#include "tensor/call.h"
#include "tensor/node.h"

namespace troupe::tensor {
namespace {

std::shared_ptr<CallbackTable>& table_of_thread() {
  static thread_local auto table = std::make_shared<CallbackTable>();
  return table;
}

/// A handle scope for what one call makes; closed also when an exception is on its way.
struct Opened {
  explicit Opened(napi_env env) : env(env) { napi_open_handle_scope(env, &scope); }
  ~Opened() { napi_close_handle_scope(env, scope); }
  napi_env env;
  napi_handle_scope scope;
};

napi_value handles_of_list(napi_env env, Handles& handles, const std::vector<at::Tensor>& tensors) {
  napi_value list;
  napi_create_array_with_length(env, tensors.size(), &list);
  for (size_t i = 0; i < tensors.size(); i++) {
    napi_value handle;
    napi_create_uint32(env, tensors[i].defined() ? handles.keep(tensors[i]) : 0, &handle);
    napi_set_element(env, list, static_cast<uint32_t>(i), handle);
  }
  return list;
}

/// The tensors of a list of handles that were made for this; undefined for 0.
std::vector<at::Tensor> taken(napi_env env, Handles& handles, napi_value list) {
  uint32_t length = 0;
  napi_get_array_length(env, list, &length);
  std::vector<at::Tensor> tensors(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    uint32_t handle = 0;
    napi_get_element(env, list, i, &element);
    napi_get_value_uint32(env, element, &handle);
    if (handle == 0) continue;
    tensors[i] = handles.at(handle);
    handles.release(handle);
  }
  return tensors;
}

}  // namespace

Callback::Callback(uint32_t number) : table_(table_of_thread()), number_(number) {}

Callback::~Callback() {
  const std::lock_guard lock(table_->mutex);
  table_->unused.push_back(number_);
}

std::vector<at::Tensor> Callback::operator()(const std::vector<at::Tensor>& tensors,
                                             const std::vector<at::Tensor>& more,
                                             const std::vector<bool>& flags) const {
  const napi_env env = table_->env;
  if (std::this_thread::get_id() != table_->thread || env == nullptr)
    throw Failure{Failure::kOperation,
                  "a hook or a backward written in JavaScript runs in the thread that made it; libtorch runs "
                  "those of CUDA tensors elsewhere, so compute this part on the CPU"};
  const Opened opened(env);
  Handles& handles = handles_of(env);
  napi_value dispatcher = nullptr, undefined, argv[4], result = nullptr;
  napi_get_reference_value(env, table_->dispatcher, &dispatcher);
  napi_get_undefined(env, &undefined);
  napi_create_uint32(env, number_, &argv[0]);
  argv[1] = handles_of_list(env, handles, tensors);
  argv[2] = handles_of_list(env, handles, more);
  napi_create_array_with_length(env, flags.size(), &argv[3]);
  for (size_t i = 0; i < flags.size(); i++) {
    napi_value flag;
    napi_get_boolean(env, flags[i], &flag);
    napi_set_element(env, argv[3], static_cast<uint32_t>(i), flag);
  }
  napi_status status;
  {
    const KeepDenormals as_in_javascript;
    const core::OutOfNative mark;
    status = napi_call_function(env, undefined, dispatcher, 4, argv, &result);
  }
  if (status != napi_ok) throw JavaScriptThrew{};
  return taken(env, handles, result);
}

namespace {

// setDispatcher(function): what calls a JavaScript function by its number.
napi_value set_dispatcher(napi_env env, napi_callback_info info) {
  Call call(env, info, "setDispatcher", "");
  return call.run([&] {
    CallbackTable& table = *table_of_thread();
    napi_create_reference(env, call.raw(0), 1, &table.dispatcher);
    table.env = env;
    // The table may outlive the environment, in graphs that others hold.
    napi_add_env_cleanup_hook(
        env, [](void* data) { static_cast<CallbackTable*>(data)->env = nullptr; }, &table);
    return call.nothing();
  });
}

// unusedCallbacks(): numbers that are free again.
napi_value unused_callbacks(napi_env env, napi_callback_info info) {
  Call call(env, info, "unusedCallbacks", "");
  return call.run([&] {
    std::vector<uint32_t> numbers;
    {
      CallbackTable& table = *table_of_thread();
      const std::lock_guard lock(table.mutex);
      numbers.swap(table.unused);
    }
    napi_value list;
    napi_create_array_with_length(env, numbers.size(), &list);
    for (size_t i = 0; i < numbers.size(); i++) {
      napi_value number;
      napi_create_uint32(env, numbers[i], &number);
      napi_set_element(env, list, static_cast<uint32_t>(i), number);
    }
    return list;
  });
}

// hook(handle, number): the function sees, and may replace, this tensor's gradient. Returns the hook's place.
napi_value hook(napi_env env, napi_callback_info info) {
  Call call(env, info, "registerHook", "t");
  return call.run([&] {
    const at::Tensor& tensor = call.tensor(0);
    if (!tensor.requires_grad())
      throw Failure{Failure::kOperation, "a tensor that requires no gradient gets none to hook"};
    const auto callback = std::make_shared<Callback>(call.word(1));
    const unsigned place = tensor.register_hook([callback](at::Tensor gradient) -> at::Tensor {
      const std::vector<at::Tensor> result = (*callback)({gradient});
      return result.empty() || !result[0].defined() ? gradient : result[0];
    });
    return call.result(static_cast<double>(place));
  });
}

napi_value unhook(napi_env env, napi_callback_info info) {
  Call call(env, info, "registerHook", "t");
  return call.run([&] {
    call.tensor(0).remove_hook(call.word(1));
    return call.nothing();
  });
}

/// A node whose backward is JavaScript.
struct JavaScriptBackward : Node {
  std::unique_ptr<Callback> callback;
  std::string called;
  std::vector<SavedVariable> saved;

  std::string name() const override { return called; }

  void release_variables() override {
    for (SavedVariable& variable : saved) variable.reset_data();
  }

  variable_list apply(variable_list&& gradients) override {
    std::vector<at::Tensor> values;
    for (const SavedVariable& variable : saved) values.push_back(variable.unpack(pointer_to(this)));
    for (size_t i = 0; i < gradients.size(); i++)
      if (!gradients[i].defined() && differentiable[i]) gradients[i] = input_metadata(i).zeros_like();
    std::vector<bool> wanted(num_outputs());
    for (size_t i = 0; i < wanted.size(); i++) wanted[i] = task_should_compute_output(i);
    variable_list results = (*callback)(gradients, values, wanted);
    results.resize(num_outputs());
    return results;
  }

  std::vector<bool> differentiable;  ///< by output of the forward
};

// attach(inputs, outputs, saved, number, name, always): the outputs, computed without a history, with one
// that says they were computed from the inputs by a function of JavaScript's. A saved tensor is given as its
// handle; one that is an output as -1 minus its place. `always`: also when no input wants a gradient.
napi_value attach(napi_env env, napi_callback_info info) {
  Call call(env, info, "function", "ll");
  return call.run([&] {
    const std::vector<at::Tensor> inputs = call.tensors(0), outputs = call.tensors(1);
    const Ints saved = call.integers(2);
    char name[64] = {};
    napi_get_value_string_utf8(env, call.raw(4), name, sizeof name, nullptr);
    auto node = make_node<JavaScriptBackward>();
    node->callback = std::make_unique<Callback>(call.word(3));
    node->called = name;
    bool wanted = call.boolean(5);
    for (const at::Tensor& input : inputs) wanted = wanted || input.requires_grad();
    if (!wanted || !at::GradMode::is_enabled()) return call.result(outputs);
    node->set_next_edges(torch::autograd::collect_next_edges(inputs));
    std::vector<at::Tensor> attached;
    for (const at::Tensor& output : outputs) {
      attached.push_back(output.variable_data());
      node->differentiable.push_back(at::isFloatingType(output.scalar_type()));
      if (node->differentiable.back())
        torch::autograd::set_history(attached.back(), node);
      else
        node->add_input_metadata(Node::undefined_input());
    }
    for (const int64_t each : saved) {
      if (each < 0) {
        const auto at = static_cast<size_t>(-1 - each);
        node->saved.emplace_back(attached.at(at), true);
      } else {
        node->saved.emplace_back(call.handles->at(static_cast<uint32_t>(each)), false);
      }
    }
    return call.result(attached);
  });
}

// alias(handle): another handle of the same tensor.
napi_value alias(napi_env env, napi_callback_info info) {
  Call call(env, info, "alias", "t");
  return call.run([&] { return call.result(call.tensor(0)); });
}

}  // namespace

void register_callbacks(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"setDispatcher", set_dispatcher},
                                       {"unusedCallbacks", unused_callbacks},
                                       {"hook", hook},
                                       {"unhook", unhook},
                                       {"attach", attach},
                                       {"alias", alias}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor

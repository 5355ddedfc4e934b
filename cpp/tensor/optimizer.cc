#include "tensor/optimizer.h"

#include <array>
#include <vector>

#include "arena/optimizers.h"
#include "tensor/call.h"

namespace troupe::tensor {
namespace {

constexpr size_t kMostStates = 8;

float* floats(at::Tensor& tensor, const char* what) {
  if (tensor.scalar_type() != at::kFloat || !tensor.device().is_cpu() || !tensor.is_contiguous())
    throw Failure{Failure::kArgument, std::string(what) + " must be a contiguous float32 tensor on the CPU"};
  return tensor.data_ptr<float>();
}

// optimizerStep(name, parameters: Uint32Array, states: Uint32Array, scalars: Float64Array): one update of
// every parameter that has a gradient. The states of parameter p are at states[p * n … p * n + n - 1].
napi_value optimizer_step(napi_env env, napi_callback_info info) {
  Call call(env, info, "step", "....");
  return call.run([&] {
    char name[32];
    size_t length = 0;
    napi_get_value_string_utf8(env, call.raw(0), name, sizeof name, &length);
    const arena::Optimizer* optimizer = arena::find_optimizer({name, length});
    if (optimizer == nullptr)
      throw Failure{Failure::kArgument, "there is no optimizer '" + std::string(name, length) + "'"};
    const auto parameters = call.typed_array(1), states = call.typed_array(2), scalars = call.typed_array(3);
    const auto per = static_cast<size_t>(optimizer->states);
    if (parameters.type != napi_uint32_array || states.type != napi_uint32_array ||
        scalars.type != napi_float64_array || per > kMostStates || states.length != parameters.length * per ||
        scalars.length != static_cast<size_t>(optimizer->scalars))
      throw Failure{Failure::kArgument, "states or scalars do not fit the optimizer"};
    const auto* given = static_cast<const double*>(scalars.data);
    std::vector<double> numbers(given, given + scalars.length);
    const auto* handles = static_cast<const uint32_t*>(parameters.data);
    const auto* state_handles = static_cast<const uint32_t*>(states.data);
    for (size_t p = 0; p < parameters.length; p++) {
      at::Tensor& parameter = call.handles->at(handles[p]);
      if (!parameter.grad().defined()) continue;
      at::Tensor gradient = parameter.grad().contiguous();
      std::array<float*, kMostStates> state{};
      for (size_t k = 0; k < per; k++) {
        at::Tensor& tensor = call.handles->at(state_handles[p * per + k]);
        if (tensor.numel() != parameter.numel())
          throw Failure{Failure::kArgument, "a state has not the size of its parameter"};
        state[k] = floats(tensor, "an optimizer's state");
      }
      float* values = floats(parameter, "a parameter");
      const float* slope = floats(gradient, "a gradient");
      if (optimizer->measure != nullptr) {
        arena::Lengths lengths;
        optimizer->measure(values, slope, state.data(), parameter.numel(), numbers.data(), lengths);
        numbers.back() = arena::ratio_of(lengths);
      }
      optimizer->kernel(values, slope, state.data(), parameter.numel(), numbers.data());
      // As for any operation in place, so that autograd notices a history that still needs the old values.
      parameter.unsafeGetTensorImpl()->bump_version();
    }
    return call.nothing();
  });
}

// averageStep(averages: Uint32Array, parameters: Uint32Array, keep): moves averages of weights on.
napi_value average_step(napi_env env, napi_callback_info info) {
  Call call(env, info, "update", "...");
  return call.run([&] {
    const auto averages = call.typed_array(0), parameters = call.typed_array(1);
    if (averages.type != napi_uint32_array || parameters.type != napi_uint32_array ||
        averages.length != parameters.length)
      throw Failure{Failure::kArgument, "there must be one average for each parameter"};
    for (size_t i = 0; i < averages.length; i++) {
      at::Tensor& mean = call.handles->at(static_cast<const uint32_t*>(averages.data)[i]);
      const at::Tensor& parameter = call.handles->at(static_cast<const uint32_t*>(parameters.data)[i]);
      if (mean.numel() != parameter.numel())
        throw Failure{Failure::kArgument, "an average has not the size of its parameter"};
      at::Tensor values = parameter;
      arena::average(floats(mean, "an average"), floats(values, "a parameter"), mean.numel(), call.number(2));
      mean.unsafeGetTensorImpl()->bump_version();
    }
    return call.nothing();
  });
}

}  // namespace

void register_optimizer(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"optimizerStep", optimizer_step}, {"averageStep", average_step}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor

#include "tensor/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include "tensor/call.h"

namespace troupe::tensor {
namespace {

// libtorch 2.4 gave all devices one function.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
bool enabled(at::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
void enable(at::DeviceType device, bool on) { at::autocast::set_autocast_enabled(device, on); }
at::ScalarType dtype_of(at::DeviceType device) { return at::autocast::get_autocast_dtype(device); }
void set_dtype(at::DeviceType device, at::ScalarType type) { at::autocast::set_autocast_dtype(device, type); }
#else
bool enabled(at::DeviceType device) {
  return device == at::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
}
void enable(at::DeviceType device, bool on) {
  device == at::kCPU ? at::autocast::set_cpu_enabled(on) : at::autocast::set_enabled(on);
}
at::ScalarType dtype_of(at::DeviceType device) {
  return device == at::kCPU ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
}
void set_dtype(at::DeviceType device, at::ScalarType type) {
  device == at::kCPU ? at::autocast::set_autocast_cpu_dtype(type)
                     : at::autocast::set_autocast_gpu_dtype(type);
}
#endif

/// As JavaScript has it: 0 off, 1 bfloat16, 2 float16.
enum Precision : int64_t { kOff = 0, kBfloat16 = 1, kFloat16 = 2 };

void set(at::DeviceType device, int64_t precision) {
  if (precision != kOff) set_dtype(device, precision == kBfloat16 ? at::kBFloat16 : at::kHalf);
  enable(device, precision != kOff);
}

// setAutocast(precision): for this thread; returns what it was.
//
// The cache of cast weights stays off. It is one for all threads, and whoever leaves autocast clears it: then
// a weight that another thread uses twice is cast twice or once, and its gradient added up in float32 or in
// bfloat16, by chance.
napi_value set_autocast(napi_env env, napi_callback_info info) {
  Call call(env, info, "autocast", "");
  return call.run([&] {
    const int64_t wanted = call.integer(0);
    if (wanted < kOff || wanted > kFloat16) throw Failure{Failure::kArgument, "there is no such precision"};
    if (wanted == kFloat16 && !torch::cuda::is_available())
      throw Failure{Failure::kOperation,
                    "float16 has no kernels on the CPU, and there is no CUDA device here; use 'bf16'"};
    int64_t before = kOff;
    for (const at::DeviceType device : {at::kCPU, at::kCUDA})
      if (enabled(device)) before = dtype_of(device) == at::kHalf ? kFloat16 : kBfloat16;
    at::autocast::set_autocast_cache_enabled(false);
    set(at::kCPU, wanted == kFloat16 ? kOff : wanted);
    set(at::kCUDA, torch::cuda::is_available() ? wanted : kOff);
    return call.result(static_cast<double>(before));
  });
}

}  // namespace

bool autocasting(const at::Tensor& tensor) { return enabled(tensor.device().type()); }

at::Tensor lowered(const at::Tensor& tensor) {
  const bool wanted = at::isFloatingType(tensor.scalar_type()) && tensor.scalar_type() != at::kDouble;
  return wanted && autocasting(tensor) ? tensor.to(dtype_of(tensor.device().type())) : tensor;
}

c10::optional<at::Tensor> lowered(const c10::optional<at::Tensor>& tensor) {
  return tensor ? c10::optional<at::Tensor>(lowered(*tensor)) : tensor;
}

std::vector<at::Tensor> lowered(const std::vector<at::Tensor>& tensors) {
  std::vector<at::Tensor> list;
  list.reserve(tensors.size());
  for (const at::Tensor& each : tensors) list.push_back(lowered(each));
  return list;
}

void register_autocast(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"setAutocast", set_autocast}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor

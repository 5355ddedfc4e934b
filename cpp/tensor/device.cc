// Threads and devices: what a worker sets up before it computes, and what `troupe doctor` measures.
#include "tensor/device.h"

#include <sys/resource.h>

#include <chrono>
#include <mutex>
#include <string>

#include "core/denormals.h"
#include "cuda/memory.h"
#include "tensor/allocator.h"
#include "tensor/precompiled.h"

namespace troupe::tensor {
namespace {

void set(napi_env env, napi_value object, const char* name, double value) {
  napi_value number = nullptr;
  if (napi_create_double(env, value, &number) == napi_ok) napi_set_named_property(env, object, name, number);
}

void set(napi_env env, napi_value object, const char* name, const std::string& value) {
  napi_value text = nullptr;
  if (napi_create_string_utf8(env, value.data(), value.size(), &text) == napi_ok) {
    napi_set_named_property(env, object, name, text);
  }
}

// Reads up to two numbers; what is missing stays as it was.
void numbers(napi_env env, napi_callback_info info, double* first, double* second) {
  std::size_t count = 2;
  napi_value arguments[2];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  if (count > 0) napi_get_value_double(env, arguments[0], first);
  if (count > 1) napi_get_value_double(env, arguments[1], second);
}

// An exception that leaves a native entry aborts the process, so none does.
template <typename Body>
napi_value guarded(napi_env env, Body body) noexcept {
  const FlushDenormals flush;
  try {
    return body();
  } catch (const c10::Error& error) {
    napi_throw_error(env, "ERR_NATIVE", error.what_without_backtrace());
  } catch (const std::exception& error) {
    napi_throw_error(env, "ERR_NATIVE", error.what());
  }
  return nullptr;
}

// prepareThread(T): the number of threads that operations of the calling thread use from now on.
//
// The setting is OpenMP's and belongs to the thread that makes it. The first call of get_num_threads runs
// libtorch's lazy initialisation for this thread; left out, that happens inside some later operation and
// takes over whatever another thread set last (342 of 1,800 results changed).
napi_value prepare_thread(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    double wanted = 1;
    numbers(env, info, &wanted, &wanted);
    // libtorch resizes one process-wide pool as well, without a lock of its own.
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    at::get_num_threads();
    at::set_num_threads(wanted < 1 ? 1 : static_cast<int>(wanted));
    napi_value result = nullptr;
    napi_create_int32(env, at::get_num_threads(), &result);
    return result;
  });
}

// limitMemory(bytes): how much the tensors that the calling thread makes may hold together; 0: no limit.
napi_value limit_memory_of_thread(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    double bytes = 0;
    numbers(env, info, &bytes, &bytes);
    limit_memory(bytes > 0 ? static_cast<uint64_t>(bytes) : 0);
    return nullptr;
  });
}

// memoryUse(): { used, peak, limit } of the calling thread in bytes, zeros where it is not metered.
napi_value memory_use_of_thread(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const MemoryUse use = memory_use();
    napi_value result = nullptr;
    napi_create_object(env, &result);
    set(env, result, "used", static_cast<double>(use.used));
    set(env, result, "peak", static_cast<double>(use.peak));
    set(env, result, "limit", static_cast<double>(use.limit));
    return result;
  });
}

// threads(): what `prepareThread` left in force on the calling thread.
napi_value threads(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    napi_value result = nullptr;
    napi_create_int32(env, at::get_num_threads(), &result);
    return result;
  });
}

// libtorch(): { version, config }; config is the library's own account of its compiler, BLAS and processor.
napi_value libtorch(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    napi_value result = nullptr;
    napi_create_object(env, &result);
    set(env, result, "version", TORCH_VERSION);
    set(env, result, "config", at::show_config());
    return result;
  });
}

// cudaDevices(): { devices: {...}[], reason }.
napi_value cuda_devices(napi_env env, napi_callback_info) {
  return guarded(env, [&] {
    const auto found = cuda::devices();
    napi_value result = nullptr;
    napi_value list = nullptr;
    napi_create_object(env, &result);
    napi_create_array(env, &list);
    std::uint32_t place = 0;
    for (const auto& device : found.list) {
      napi_value entry = nullptr;
      napi_create_object(env, &entry);
      set(env, entry, "id", "cuda:" + std::to_string(device.index));
      set(env, entry, "name", device.name);
      set(env, entry, "computeCapability", std::to_string(device.major) + "." + std::to_string(device.minor));
      set(env, entry, "multiprocessors", device.multiprocessors);
      set(env, entry, "totalBytes", static_cast<double>(device.total_bytes));
      set(env, entry, "freeBytes", static_cast<double>(device.free_bytes));
      set(env, entry, "allocatedBytes", static_cast<double>(device.allocated_bytes));
      set(env, entry, "reservedBytes", static_cast<double>(device.reserved_bytes));
      napi_set_element(env, list, place++, entry);
    }
    napi_set_named_property(env, result, "devices", list);
    set(env, result, "reason", found.reason);
    return result;
  });
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// measureMatmul(n, times): multiplies two n x n float32 matrices and tells { seconds, cpuSeconds }.
//
// The processor time is that of all threads of the process: a BLAS that ignores `set_num_threads(1)` shows as
// more processor time than time.
napi_value measure_matmul(napi_env env, napi_callback_info info) {
  return guarded(env, [&] {
    double size = 512;
    double times = 1;
    numbers(env, info, &size, &times);
    if (!(size >= 1 && size <= 16384))
      throw std::invalid_argument("measureMatmul takes a size from 1 to 16384");
    const at::NoGradGuard no_grad;
    const auto extent = static_cast<std::int64_t>(size);
    const auto left = at::ones({extent, extent}, at::kFloat);
    const auto right = at::ones({extent, extent}, at::kFloat);
    auto product = at::mm(left, right);  // threads, buffers and pages exist before the clock starts
    const double cpu = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(times); ++i) at::mm_out(product, left, right);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    napi_value result = nullptr;
    napi_create_object(env, &result);
    set(env, result, "seconds", wall.count());
    set(env, result, "cpuSeconds", cpu_seconds() - cpu);
    return result;
  });
}

}  // namespace

void register_device(napi_env env, napi_value exports) {
  const auto method = [](const char* name, napi_callback callback) {
    return napi_property_descriptor{name,    nullptr, callback,        nullptr,
                                    nullptr, nullptr, napi_enumerable, nullptr};
  };
  const napi_property_descriptor properties[] = {
      method("prepareThread", prepare_thread),
      method("threads", threads),
      method("limitMemory", limit_memory_of_thread),
      method("memoryUse", memory_use_of_thread),
      method("libtorch", libtorch),
      method("cudaDevices", cuda_devices),
      method("measureMatmul", measure_matmul),
  };
  napi_define_properties(env, exports, sizeof(properties) / sizeof(properties[0]), properties);
}

}  // namespace troupe::tensor

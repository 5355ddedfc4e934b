// The GPUs of this machine and their memory, asked from the CUDA runtime and libtorch's caching allocator.
#include <c10/cuda/CUDACachingAllocator.h>
#include <cuda_runtime_api.h>

#include "cuda/memory.h"

namespace troupe::cuda {
namespace {

// `cudaMemGetInfo` speaks of the current device, and setting that makes a context on it; the caller's comes
// back.
class CurrentDevice {
 public:
  explicit CurrentDevice(int index) {
    cudaGetDevice(&before_);
    cudaSetDevice(index);
  }
  ~CurrentDevice() { cudaSetDevice(before_); }
  CurrentDevice(const CurrentDevice&) = delete;
  CurrentDevice& operator=(const CurrentDevice&) = delete;

 private:
  int before_ = 0;
};

Device describe(int index, const cudaDeviceProp& properties) {
  const CurrentDevice current(index);
  std::size_t free = 0;
  std::size_t total = properties.totalGlobalMem;
  // A card in exclusive use by another process has figures for nobody: then free is 0.
  if (cudaMemGetInfo(&free, &total) != cudaSuccess) cudaGetLastError();
  Device device{index,
                properties.name,
                properties.major,
                properties.minor,
                properties.multiProcessorCount,
                static_cast<std::int64_t>(total),
                static_cast<std::int64_t>(free),
                0,
                0};
  // The allocator starts with libtorch's first use of CUDA; before that it holds nothing.
  auto* allocator = c10::cuda::CUDACachingAllocator::get();
  if (allocator != nullptr && allocator->initialized()) {
    const auto stats = allocator->getDeviceStats(static_cast<c10::DeviceIndex>(index));
    constexpr auto kAll = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
    device.allocated_bytes = stats.allocated_bytes[kAll].current;
    device.reserved_bytes = stats.reserved_bytes[kAll].current;
  }
  return device;
}

}  // namespace

Devices devices() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess) {
    cudaGetLastError();  // the error is sticky: without this the next call of libtorch would report it
    return {{}, std::string("CUDA: ") + cudaGetErrorString(status)};
  }
  Devices found;
  for (int index = 0; index < count; ++index) {
    cudaDeviceProp properties{};
    if (cudaGetDeviceProperties(&properties, index) == cudaSuccess)
      found.list.push_back(describe(index, properties));
  }
  if (found.list.empty()) found.reason = "CUDA: no device";
  return found;
}

}  // namespace troupe::cuda

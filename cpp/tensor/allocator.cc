// libtorch's own allocator calls posix_memalign. Before version 2.38 glibc serves that from a chunk that is a
// little larger than what was asked for, so a freed tensor's place never fits the next tensor of its size: a
// step, which makes the same tensors over and over, spreads over half as much memory again. Here alignment is
// made inside a plain malloc, whose freed chunks fit exactly.
#include "tensor/allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <mutex>

#include "tensor/precompiled.h"

namespace troupe::tensor {
namespace {

/// What libtorch aligns to; vector kernels choose their path by it, so it belongs to the bits.
constexpr uintptr_t kAlignment = 64;

/// The address that malloc gave stands right before the tensor's memory.
void free_aligned(void* data) {
  if (data != nullptr) std::free(static_cast<void**>(data)[-1]);
}

void* allocate_aligned(size_t bytes) {
  // Also for no bytes at all: libtorch takes a null pointer for that, and so does free_aligned.
  if (bytes == 0) return nullptr;
  void* base = std::malloc(bytes + kAlignment + sizeof(void*));
  TORCH_CHECK(base != nullptr, "not enough memory: a tensor needs ", bytes, " bytes");
  const uintptr_t first = reinterpret_cast<uintptr_t>(base) + sizeof(void*);
  auto* data = reinterpret_cast<void*>((first + kAlignment - 1) & ~(kAlignment - 1));
  static_cast<void**>(data)[-1] = base;
  return data;
}

class Allocator final : public c10::Allocator {
 public:
  // libtorch 1.x declares it const, 2.x does not.
#if TORCH_VERSION_MAJOR >= 2
  c10::DataPtr allocate(size_t bytes) override {
#else
  c10::DataPtr allocate(size_t bytes) const override {
#endif
    void* data = allocate_aligned(bytes);
    return {data, data, &free_aligned, c10::Device(c10::DeviceType::CPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &free_aligned; }
#if TORCH_VERSION_MAJOR >= 2
  void copy_data(void* to, const void* from, std::size_t bytes) const override {
    std::memcpy(to, from, bytes);
  }
#endif
};

}  // namespace

void install_allocator() {
  static std::once_flag once;
  // Never destroyed: tensors may be freed until the very end of the process.
  std::call_once(once, [] { c10::SetCPUAllocator(new Allocator, /*priority=*/1); });
}

}  // namespace troupe::tensor

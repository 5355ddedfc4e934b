// libtorch's own allocator calls posix_memalign. Before version 2.38 glibc serves that from a chunk that is a
// little larger than what was asked for, so a freed tensor's place never fits the next tensor of its size: a
// step, which makes the same tensors over and over, spreads over half as much memory again. Here alignment is
// made inside a plain malloc, whose freed chunks fit exactly.
#include "tensor/allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <torch/version.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "tensor/precompiled.h"

namespace troupe::tensor {
namespace {

/// What libtorch aligns to; vector kernels choose their path by it, so it belongs to the bits.
constexpr uintptr_t kAlignment = 64;

/// What one thread's tensors hold. Lives as long as the thread or the last of its tensors.
struct Account {
  std::atomic<uint64_t> used{0}, holders{1};
  /// Only its own thread touches these.
  uint64_t peak = 0, limit = 0;

  void release() {
    if (holders.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
};

struct ThreadAccount {
  Account* account = nullptr;
  ~ThreadAccount() {
    if (account != nullptr) account->release();
  }
};
thread_local ThreadAccount metered;

/// Stands right before a tensor's memory.
struct Header {
  Account* account;  ///< whose it is, or null
  size_t bytes;
  void* base;  ///< what malloc gave
};

void free_aligned(void* data) {
  if (data == nullptr) return;
  const Header header = static_cast<Header*>(data)[-1];
  if (header.account != nullptr) {
    header.account->used.fetch_sub(header.bytes, std::memory_order_relaxed);
    header.account->release();
  }
  std::free(header.base);
}

/// Null for a thread that nobody meters. Throws before anything is taken.
Account* charge(size_t bytes) {
  Account* account = metered.account;
  if (account == nullptr) return nullptr;
  const uint64_t used = account->used.load(std::memory_order_relaxed);
  TORCH_CHECK(account->limit == 0 || used + bytes <= account->limit, "out of memory: this agent may hold ",
              account->limit, " bytes of tensors, holds ", used, " and needs ", bytes, " more");
  account->peak = std::max(account->peak, used + bytes);
  account->used.fetch_add(bytes, std::memory_order_relaxed);
  account->holders.fetch_add(1, std::memory_order_relaxed);
  return account;
}

void* allocate_aligned(size_t bytes) {
  // Also for no bytes at all: libtorch takes a null pointer for that, and so does free_aligned.
  if (bytes == 0) return nullptr;
  Account* account = charge(bytes);
  void* base = std::malloc(bytes + kAlignment + sizeof(Header));
  if (base == nullptr && account != nullptr) {
    account->used.fetch_sub(bytes, std::memory_order_relaxed);
    account->release();
  }
  TORCH_CHECK(base != nullptr, "not enough memory: a tensor needs ", bytes, " bytes");
  const uintptr_t first = reinterpret_cast<uintptr_t>(base) + sizeof(Header);
  auto* data = reinterpret_cast<void*>((first + kAlignment - 1) & ~(kAlignment - 1));
  static_cast<Header*>(data)[-1] = {account, bytes, base};
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

void limit_memory(uint64_t limit) {
  if (metered.account == nullptr) metered.account = new Account;
  metered.account->limit = limit;
}

MemoryUse memory_use() {
  const Account* account = metered.account;
  if (account == nullptr) return {};
  return {account->used.load(std::memory_order_relaxed), account->peak, account->limit};
}

}  // namespace troupe::tensor

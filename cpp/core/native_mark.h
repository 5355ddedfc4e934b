// Which native call a thread is in, for whoever watches it from outside.
#pragma once
#include <atomic>
#include <cstdint>

namespace troupe::core {

/// The word in which this thread names its native call: one of its ledger row while it is an agent's, else
/// none. Names are literals of libraries that are never unloaded, so a reader may follow the pointer at any
/// time.
inline thread_local constinit uint64_t* native_mark = nullptr;

/// Names a native call for as long as it lasts. Two relaxed stores; nothing for threads that are no agents.
class InNative {
 public:
  explicit InNative(const char* name) noexcept : word_(native_mark) {
    if (word_ != nullptr) put(reinterpret_cast<uintptr_t>(name));
  }
  ~InNative() noexcept {
    if (word_ != nullptr) put(0);
  }
  InNative(const InNative&) = delete;
  InNative& operator=(const InNative&) = delete;

 private:
  void put(uint64_t value) noexcept {
    std::atomic_ref<uint64_t>(*word_).store(value, std::memory_order_relaxed);
  }
  uint64_t* word_;
};

/// Takes the name away while a native call calls JavaScript.
class OutOfNative {
 public:
  OutOfNative() noexcept : word_(native_mark) {
    if (word_ != nullptr) name_ = std::atomic_ref<uint64_t>(*word_).exchange(0, std::memory_order_relaxed);
  }
  ~OutOfNative() noexcept {
    if (word_ != nullptr) std::atomic_ref<uint64_t>(*word_).store(name_, std::memory_order_relaxed);
  }
  OutOfNative(const OutOfNative&) = delete;
  OutOfNative& operator=(const OutOfNative&) = delete;

 private:
  uint64_t* word_;
  uint64_t name_ = 0;
};

}  // namespace troupe::core

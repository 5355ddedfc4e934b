// How the protocol touches shared memory. The explorer replaces this by one that yields at every operation.
#pragma once
#include <atomic>
#include <cstdint>

#include "core/waiting.h"

namespace troupe::core {

/// Sequentially consistent operations on words of a SharedArrayBuffer. The protocol's few words are not worth
/// weaker orders: a step makes some hundred of these operations and takes a millisecond.
struct SharedMemory {
  static uint64_t load(const uint64_t* word) {
    return std::atomic_ref<uint64_t>(*const_cast<uint64_t*>(word)).load();
  }
  static void store(uint64_t* word, uint64_t value) { std::atomic_ref<uint64_t>(*word).store(value); }
  static bool exchange_if(uint64_t* word, uint64_t& expected, uint64_t desired) {
    return std::atomic_ref<uint64_t>(*word).compare_exchange_strong(expected, desired);
  }
  /// Book-keeping that no transition depends on.
  static void count(uint64_t* word, uint64_t by = 1) {
    std::atomic_ref<uint64_t>(*word).fetch_add(by, std::memory_order_relaxed);
  }

  /// Tells those who watch where a thread is; like a count, nothing depends on it.
  static void note(uint64_t* word, uint64_t value) {
    std::atomic_ref<uint64_t>(*word).store(value, std::memory_order_relaxed);
  }

  /// An injected hang: a native call that nobody can interrupt, deaf to the abort word.
  static void hang(uint64_t ms) {
    timespec left{static_cast<time_t>(ms / 1000), static_cast<long>(ms % 1000 * 1'000'000)};
    while (nanosleep(&left, &left) != 0) {
    }
  }

  static uint32_t load(const uint32_t* word) {
    return std::atomic_ref<uint32_t>(*const_cast<uint32_t*>(word)).load();
  }
  static void store(uint32_t* word, uint32_t value) { std::atomic_ref<uint32_t>(*word).store(value); }

  static void announce(uint32_t* event, uint32_t* waiters) { core::announce(event, waiters); }
  static bool await(uint32_t* event, uint32_t* waiters, uint32_t* abort, uint32_t seen, uint64_t limit_ns) {
    return core::await(event, waiters, abort, seen, limit_ns);
  }
  /// Where an explorer may forget how a thread came to its state; nothing to do in memory that is real.
  template <class State>
  static void settle(const State&) {}
  /// Between these a thread cannot be terminated: it is inside one native call.
  static void enter_native() {}
  static void leave_native() {}
};

}  // namespace troupe::core

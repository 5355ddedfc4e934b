// Waiting for the one event word: spin, then futex, in slices.
#pragma once
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdint>

namespace troupe::core {

/// Monotonic nanoseconds.
inline uint64_t now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(t.tv_nsec);
}

/// The longest a native wait stays away from its thread's event loop: `terminate()`, `process.exit()` and
/// messages wait for a native call to return.
constexpr uint64_t kSliceNs = 100'000'000;
/// Spinning pays when the other agent ends its chunk within microseconds; on busy cores it steals from it.
constexpr int kSpins = 400;

/// Counts one transition and wakes whoever waits for it.
///
/// `waiters` spares the system call when nobody sleeps. Both sides are sequentially consistent: a waiter
/// counts itself and then lets the kernel compare `event`; a waker changes `event` and then reads the count.
inline void announce(uint32_t* event, uint32_t* waiters) {
  std::atomic_ref<uint32_t>(*event).fetch_add(1);
  if (std::atomic_ref<uint32_t>(*waiters).load() != 0)
    syscall(SYS_futex, event, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

/// Waits until `event` differs from `seen`, `abort` is set or `limit_ns` (at most one slice) have passed.
/// Returns whether `event` changed.
inline bool await(uint32_t* event, uint32_t* waiters, uint32_t* abort, uint32_t seen, uint64_t limit_ns) {
  const std::atomic_ref<uint32_t> changed(*event), sleeping(*waiters), stopped(*abort);
  for (int i = 0; i < kSpins; i++) {
    if (changed.load() != seen) return true;
    __builtin_ia32_pause();
  }
  const uint64_t end = now_ns() + std::min(limit_ns, kSliceNs);
  sleeping.fetch_add(1);
  while (changed.load() == seen && stopped.load() == 0) {
    const uint64_t now = now_ns();
    if (now >= end) break;
    const timespec left{0, static_cast<long>(std::min<uint64_t>(end - now, 999'999'999))};
    syscall(SYS_futex, event, FUTEX_WAIT_PRIVATE, seen, &left, nullptr, 0);
  }
  sleeping.fetch_sub(1);
  return changed.load() != seen;
}

}  // namespace troupe::core

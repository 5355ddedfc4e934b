// The thread that watches over all others. Knows nothing of Node.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "core/stall.h"

namespace troupe::core {

/// Something the thread looks at now and then. Both are called in the watchdog's thread, under its lock.
class Watched {
 public:
  virtual ~Watched() = default;
  /// The longest pause between two looks.
  virtual Nanoseconds period() const = 0;
  /// `step` is the time since the last look, or less: a process that was stopped as a whole, or a watchdog
  /// that got no processor, must not pass for a thread that had its time.
  virtual void look(Nanoseconds now, Nanoseconds step) = 0;
};

/// Looks at it until `unwatch`; starts the thread with the first one. Returns a number other than 0.
uint32_t watch(std::unique_ptr<Watched> watched);

/// Hears of a stall, in the watchdog's thread. Must be short, and must not call the watchdog.
using OnStall = std::function<void(const Stall&)>;
/// Wakes the event loop of a doorbell; false when there is none.
using RingBell = bool (*)(uint32_t doorbell);

/// Watches a monitor until `unwatch`; starts the thread with the first one. Returns a number other than 0.
/// The memory must stay until `unwatch` has returned.
uint32_t watch(Monitor& monitor, Nanoseconds limit, OnStall on_stall, RingBell ring);

/// Afterwards the monitor is not looked at and nothing is heard of it. With the last one the thread ends.
void unwatch(uint32_t watch);

/// A watch that ends when this is destroyed.
class Watching {
 public:
  explicit Watching(uint32_t watch) : watch_(watch) {}
  Watching(Watching&& other) noexcept : watch_(std::exchange(other.watch_, 0)) {}
  ~Watching() {
    if (watch_ != 0) unwatch(watch_);
  }

 private:
  uint32_t watch_;
};

/// How many monitors are watched in the process, for tests.
size_t watched();

}  // namespace troupe::core

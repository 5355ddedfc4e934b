// The thread that watches over all others. Knows nothing of Node.
#pragma once
#include <cstdint>
#include <functional>

#include "core/stall.h"

namespace troupe::core {

/// Hears of a stall, in the watchdog's thread. Must be short, and must not call the watchdog.
using OnStall = std::function<void(const Stall&)>;
/// Wakes the event loop of a doorbell; false when there is none.
using RingBell = bool (*)(uint32_t doorbell);

/// Watches a monitor until `unwatch`; starts the thread with the first one. Returns a number other than 0.
/// The memory must stay until `unwatch` has returned.
uint32_t watch(Monitor& monitor, Nanoseconds limit, OnStall on_stall, RingBell ring);

/// Afterwards the monitor is not looked at and nothing is heard of it. With the last one the thread ends.
void unwatch(uint32_t watch);

/// How many monitors are watched in the process, for tests.
size_t watched();

}  // namespace troupe::core

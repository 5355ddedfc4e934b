#include "core/watchdog.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace troupe::core {
namespace {

using Clock = std::chrono::steady_clock;
constexpr Nanoseconds kLongest = std::chrono::milliseconds(50), kShortest = std::chrono::milliseconds(2);

/// A place's event loop.
class WatchedMonitor final : public Watched {
 public:
  WatchedMonitor(Monitor& monitor, Nanoseconds limit, OnStall on_stall, RingBell ring)
      : stall_(monitor, limit), limit_(limit), on_stall_(std::move(on_stall)), ring_(ring) {}

  /// A stall is noticed an eighth of its limit late at most.
  Nanoseconds period() const override { return limit_ / 8; }
  void look(Nanoseconds now, Nanoseconds step) override {
    const auto stall = stall_.look(now, step, ring_);
    if (stall) on_stall_(*stall);
  }

 private:
  StallWatch stall_;
  Nanoseconds limit_;
  OnStall on_stall_;
  RingBell ring_;
};

/// One per process. Held while the entries are looked at, so that memory never goes away under a look.
struct Watchdog {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<uint32_t, std::unique_ptr<Watched>> entries;
  std::thread thread;
  uint32_t next = 1;

  Nanoseconds period() const {
    Nanoseconds period = kLongest;
    for (const auto& [id, entry] : entries) period = std::min(period, entry->period());
    return std::max(period, kShortest);
  }

  void run() {
    pthread_setname_np(pthread_self(), "troupe-watchdog");
    std::unique_lock lock(mutex);
    auto last = Clock::now();
    while (!entries.empty()) {
      const Nanoseconds pause = period();
      changed.wait_for(lock, pause, [this] { return entries.empty(); });
      const auto now = Clock::now();
      const Nanoseconds step = std::min<Nanoseconds>(now - last, 2 * pause);
      last = now;
      for (auto& [id, entry] : entries) entry->look(now.time_since_epoch(), step);
    }
  }
};

// Never destroyed: a system that was not stopped is still watched while the process exits.
Watchdog& watchdog() {
  static auto* const one = new Watchdog();
  return *one;
}

/// Starts and ends the thread one after the other: several Node threads may have systems.
std::mutex& lifecycle() {
  static auto* const mutex = new std::mutex();
  return *mutex;
}

/// Signals are for Node's threads.
std::thread start(Watchdog& dog) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread([&dog] { dog.run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

uint32_t watch(std::unique_ptr<Watched> watched) {
  Watchdog& dog = watchdog();
  const std::lock_guard life(lifecycle());
  const std::lock_guard lock(dog.mutex);
  const uint32_t id = dog.next++;
  dog.entries.emplace(id, std::move(watched));
  if (!dog.thread.joinable()) dog.thread = start(dog);
  return id;
}

uint32_t watch(Monitor& monitor, Nanoseconds limit, OnStall on_stall, RingBell ring) {
  return watch(std::make_unique<WatchedMonitor>(monitor, limit, std::move(on_stall), ring));
}

void unwatch(uint32_t id) {
  Watchdog& dog = watchdog();
  const std::lock_guard life(lifecycle());
  {
    const std::lock_guard lock(dog.mutex);
    dog.entries.erase(id);
    if (!dog.entries.empty() || !dog.thread.joinable()) return;
  }
  dog.changed.notify_all();
  dog.thread.join();
  dog.thread = {};
}

size_t watched() {
  Watchdog& dog = watchdog();
  const std::lock_guard lock(dog.mutex);
  return dog.entries.size();
}

}  // namespace troupe::core

// Telling a handler that never returns from a busy thread, by samples of its monitor.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "core/monitor.h"

namespace troupe::core {

using Nanoseconds = std::chrono::nanoseconds;

/// A thread that got stuck, or got on again.
struct Stall {
  uint32_t place;
  /// It is over: the thread gets on.
  bool over;
  /// Of the handler; empty when several were awaiting something and one of them went on and blocked the
  /// thread, and in the main thread when it was none of the handlers that began there last.
  std::string path, name;
  /// Since it was first seen.
  Nanoseconds lasted;
};

/// Watches one monitor. A stall is told once when it has lasted for `limit`, and once when it is over.
///
/// While a handler runs, a pulse that does not move says all. A handler that goes on after an `await` leaves
/// no trace in the pulse, so while one is awaiting something the thread's event loop is asked to answer;
/// threads where nothing is awaited are never woken.
class StallWatch {
 public:
  StallWatch(Monitor& monitor, Nanoseconds limit) : monitor_(monitor), limit_(limit) {
    pulse_ = load(monitor.pulse);
  }

  /// Looks at the monitor. `step` is the time since the last look, or less: a process that was stopped as a
  /// whole, or a sampler that got no processor, must not pass for a thread that had its time.
  template <class Ring>
  std::optional<Stall> look(Nanoseconds now, Nanoseconds step, const Ring& ring) {
    const uint32_t pulse = load(monitor_.pulse);
    if (pulse != pulse_) {
      pulse_ = pulse;
      probing_ = false;
      return moved(now);
    }
    if (pulse % 2 != 0) {
      still_ += step;
      return still_ < limit_ || told_ ? std::nullopt
                                      : tell(now, text_at(monitor_, Monitor::kPath), load(monitor_.name));
    }
    if (probing_) {
      if (load(monitor_.answer) == probe_) {
        probing_ = false;
        return moved(now);
      }
      still_ += step;
      if (still_ < limit_ || told_) return std::nullopt;
      // The main thread also runs what is no actor's: there nobody is accused for having awaited.
      const bool one = load(monitor_.waiting) == 1 && monitor_.place != 0;
      return tell(now, one ? text_at(monitor_, Monitor::kWaitingPath) : "",
                  one ? load(monitor_.waiting_name) : 0);
    }
    still_ += step;
    if (load(monitor_.waiting) == 0 || still_ < limit_ / 4) return std::nullopt;
    still_ = Nanoseconds(0);
    since_ = now;
    std::atomic_ref(monitor_.probe).store(++probe_);
    probing_ = ring(load(monitor_.doorbell));
    return std::nullopt;
  }

 private:
  std::optional<Stall> moved(Nanoseconds now) {
    const Nanoseconds since = since_;
    still_ = Nanoseconds(0);
    since_ = now;
    if (!told_) return std::nullopt;
    told_ = false;
    return Stall{monitor_.place, true, path_, name_, now - since};
  }

  std::optional<Stall> tell(Nanoseconds now, std::string path, uint32_t name) {
    told_ = true;
    path_ = std::move(path);
    name_ = text_at(monitor_, name);
    return Stall{monitor_.place, false, path_, name_, now - since_};
  }

  Monitor& monitor_;
  const Nanoseconds limit_;
  uint32_t pulse_, probe_ = 0;
  bool probing_ = false, told_ = false;
  /// How long nothing moved, and when that began.
  Nanoseconds still_{0}, since_{0};
  std::string path_, name_;
};

}  // namespace troupe::core

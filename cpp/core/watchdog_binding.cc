#include "core/watchdog_binding.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "core/doorbell.h"
#include "core/holds.h"
#include "core/values.h"
#include "core/watchdog.h"

namespace troupe {
namespace {

using core::Arguments;
using core::boolean;
using core::Monitor;
using core::number;
using core::set;
using core::Stall;
using core::text;

/// A thread that does not take what it is told is told no more than this.
constexpr size_t kMostReports = 1024;

struct Report {
  Stall stall;
  bool printed;
};

struct State {
  std::mutex mutex;
  /// By the doorbell of the thread that takes them.
  std::map<uint32_t, std::vector<Report>> reports;
};

// Never destroyed, like the watchdog.
State& state() {
  static auto* const one = new State();
  return *one;
}

/// One line on stderr, unless that would block: nobody reads a pipe that is full.
bool print(const Stall& stall) {
  pollfd out{STDERR_FILENO, POLLOUT, 0};
  if (poll(&out, 1, 0) != 1 || (out.revents & POLLOUT) == 0) return false;
  const std::string what = stall.path.empty()   ? "the program, or an actor that went on after an `await`,"
                           : stall.name.empty() ? stall.path
                                                : stall.path + " in '" + stall.name + "'";
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.1f", std::chrono::duration<double>(stall.lasted).count());
  const std::string line = "troupe: " + what + " has blocked the main thread for " + seconds +
                           " s: no message, timer or restart passes it until the handler returns\n";
  return write(STDERR_FILENO, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

void report(uint32_t doorbell, bool speaks, const Stall& stall) {
  // A main thread that hangs can't print; what is over it tells itself.
  const bool printed = speaks && !stall.over && print(stall);
  {
    const std::lock_guard lock(state().mutex);
    auto& reports = state().reports[doorbell];
    if (reports.size() < kMostReports) reports.push_back({stall, printed});
  }
  ring_doorbell(doorbell);
}

using Watches = core::Holds<core::Watching>;

/// watchdogWatch(view, limitMs, doorbell, speaks): a number for watchdogUnwatch. Keeps the view's memory.
/// Stalls are to be taken with watchdogReports when the doorbell rings; `speaks`: they are printed too, at
/// once.
napi_value watch(napi_env env, napi_callback_info info) {
  const Arguments<4> args(env, info);
  size_t length = 0;
  auto* const monitor = reinterpret_cast<Monitor*>(core::bytes_of(env, args.values[0], &length));
  if (monitor == nullptr || length < Monitor::kBytes || core::load(monitor->magic) != Monitor::kMagic) {
    napi_throw_type_error(env, "ERR_NOT_A_MONITOR", "expected the view of a monitor");
    return nullptr;
  }
  const core::Nanoseconds limit(static_cast<int64_t>(args.number(1) * 1e6));
  const auto on_stall = [doorbell = args.word(2), speaks = args.flag(3)](const Stall& stall) {
    report(doorbell, speaks, stall);
  };
  core::Watching watching(core::watch(*monitor, limit, on_stall, ring_doorbell));
  return number(env, Watches::one().hold(env, args.values[0], std::move(watching)));
}

/// watchdogUnwatch(watch). Only by the thread that watches.
napi_value unwatch(napi_env env, napi_callback_info info) {
  Watches::one().end(env, Arguments<1>(env, info).word(0));
  return nullptr;
}

/// watchdogReports(doorbell): what happened since the last call, as { place, over, path, name, ms, printed
/// }[].
napi_value take(napi_env env, napi_callback_info info) {
  const uint32_t doorbell = Arguments<1>(env, info).word(0);
  napi_value result;
  std::vector<Report> reports;
  {
    const std::lock_guard lock(state().mutex);
    const auto found = state().reports.find(doorbell);
    if (found != state().reports.end()) {
      reports = std::move(found->second);
      state().reports.erase(found);
    }
  }
  napi_create_array_with_length(env, reports.size(), &result);
  for (size_t i = 0; i < reports.size(); i++) {
    const auto& [stall, printed] = reports[i];
    napi_value object;
    napi_create_object(env, &object);
    set(env, object, "place", number(env, stall.place));
    set(env, object, "over", boolean(env, stall.over));
    set(env, object, "path", text(env, stall.path));
    set(env, object, "name", text(env, stall.name));
    set(env, object, "ms", number(env, std::chrono::duration<double, std::milli>(stall.lasted).count()));
    set(env, object, "printed", boolean(env, printed));
    napi_set_element(env, result, i, object);
  }
  return result;
}

/// watchdogCount(): how many monitors are watched in the process.
napi_value count_watched(napi_env env, napi_callback_info) {
  return number(env, static_cast<double>(core::watched()));
}

}  // namespace

void register_watchdog(napi_env env, napi_value exports) {
  static constexpr core::Function kFunctions[] = {{"watchdogWatch", watch},
                                                  {"watchdogUnwatch", unwatch},
                                                  {"watchdogReports", take},
                                                  {"watchdogCount", count_watched}};
  core::define(env, exports, kFunctions);
}

}  // namespace troupe

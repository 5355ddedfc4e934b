#include "core/watchdog_binding.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "core/doorbell.h"
#include "core/ledger_view.h"
#include "core/watchdog.h"

namespace troupe {
namespace {

using core::Monitor;
using core::Stall;

/// A thread that does not take what it is told is told no more than this.
constexpr size_t kMostReports = 1024;

struct Report {
  Stall stall;
  bool printed;
};

/// What a watch holds of the thread that asked for it.
struct Held {
  napi_env env;
  napi_ref view;
};

struct State {
  std::mutex mutex;
  /// By the doorbell of the thread that takes them.
  std::map<uint32_t, std::vector<Report>> reports;
  std::map<uint32_t, Held> held;
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

/// The environment ends without having unwatched: its memory is about to go.
void forget(void* data) {
  const auto id = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(data));
  core::unwatch(id);
  const std::lock_guard lock(state().mutex);
  state().held.erase(id);
}

void* hook_data(uint32_t id) { return reinterpret_cast<void*>(static_cast<uintptr_t>(id)); }

napi_value number(napi_env env, double value) {
  napi_value result;
  napi_create_double(env, value, &result);
  return result;
}

/// watchdogWatch(view, limitMs, doorbell, speaks): a number for watchdogUnwatch. Keeps the view's memory.
/// Stalls are to be taken with watchdogReports when the doorbell rings; `speaks`: they are printed too, at
/// once.
napi_value watch(napi_env env, napi_callback_info info) {
  size_t count = 4, length = 0;
  napi_value values[4];
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  auto* const monitor = reinterpret_cast<Monitor*>(core::bytes_of(env, values[0], &length));
  if (monitor == nullptr || length < Monitor::kBytes || core::load(monitor->magic) != Monitor::kMagic) {
    napi_throw_type_error(env, "ERR_NOT_A_MONITOR", "expected the view of a monitor");
    return nullptr;
  }
  double limit_ms = 0;
  uint32_t doorbell = 0;
  bool speaks = false;
  napi_get_value_double(env, values[1], &limit_ms);
  napi_get_value_uint32(env, values[2], &doorbell);
  napi_get_value_bool(env, values[3], &speaks);
  Held held{env, nullptr};
  napi_create_reference(env, values[0], 1, &held.view);
  const core::Nanoseconds limit(static_cast<int64_t>(limit_ms * 1e6));
  const auto on_stall = [doorbell, speaks](const Stall& stall) { report(doorbell, speaks, stall); };
  const uint32_t id = core::watch(*monitor, limit, on_stall, ring_doorbell);
  {
    const std::lock_guard lock(state().mutex);
    state().held[id] = held;
  }
  napi_add_env_cleanup_hook(env, forget, hook_data(id));
  return number(env, id);
}

/// watchdogUnwatch(watch). Only by the thread that watches.
napi_value unwatch(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  uint32_t id = 0;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  napi_get_value_uint32(env, value, &id);
  Held held;
  {
    const std::lock_guard lock(state().mutex);
    const auto found = state().held.find(id);
    if (found == state().held.end() || found->second.env != env) return nullptr;
    held = found->second;
    state().held.erase(found);
  }
  core::unwatch(id);
  napi_remove_env_cleanup_hook(env, forget, hook_data(id));
  napi_delete_reference(env, held.view);
  return nullptr;
}

void set(napi_env env, napi_value object, const char* name, napi_value value) {
  napi_set_named_property(env, object, name, value);
}

napi_value text(napi_env env, const std::string& value) {
  napi_value result;
  napi_create_string_utf8(env, value.data(), value.size(), &result);
  return result;
}

napi_value boolean(napi_env env, bool value) {
  napi_value result;
  napi_get_boolean(env, value, &result);
  return result;
}

/// watchdogReports(doorbell): what happened since the last call, as { place, over, path, name, ms, printed
/// }[].
napi_value take(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, result;
  uint32_t doorbell = 0;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  napi_get_value_uint32(env, value, &doorbell);
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
  static constexpr struct {
    const char* name;
    napi_callback callback;
  } kEntries[] = {{"watchdogWatch", watch},
                  {"watchdogUnwatch", unwatch},
                  {"watchdogReports", take},
                  {"watchdogCount", count_watched}};
  for (const auto& entry : kEntries) {
    napi_value function;
    napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.callback, nullptr, &function);
    napi_set_named_property(env, exports, entry.name, function);
  }
}

}  // namespace troupe

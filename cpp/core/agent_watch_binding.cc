#include "core/agent_watch_binding.h"

#include <cstdio>
#include <map>
#include <mutex>
#include <utility>

#include "core/agent_watch.h"
#include "core/doorbell.h"
#include "core/ledger_view.h"
#include "core/watchdog.h"

namespace troupe {
namespace {

using namespace core;

/// Nanoseconds that a thread of this process was ready and did not run; 0 where the system does not say. (The
/// second number of /proc/self/task/N/schedstat.)
uint64_t starved(uint64_t thread) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/self/task/%llu/schedstat", static_cast<unsigned long long>(thread));
  std::FILE* file = std::fopen(path, "re");
  if (file == nullptr) return 0;
  unsigned long long ran = 0, waited = 0;
  const int read = std::fscanf(file, "%llu %llu", &ran, &waited);
  std::fclose(file);
  return read == 2 ? waited : 0;
}

/// Stalls of one ledger that nobody has taken yet. Shared by the watchdog's thread and the one that asked.
struct Told {
  std::mutex mutex;
  std::vector<AgentStall> stalls;
  uint32_t doorbell;
};

class WatchedAgents final : public Watched {
 public:
  WatchedAgents(const Ledger& ledger, Patience patience, std::shared_ptr<Told> told)
      : watch_(ledger, patience, starved), told_(std::move(told)) {}

  Nanoseconds period() const override { return std::chrono::milliseconds(20); }
  void look(Nanoseconds now, Nanoseconds) override {
    auto stalls = watch_.look(now);
    if (stalls.empty()) return;
    {
      const std::lock_guard lock(told_->mutex);
      for (auto& stall : stalls) told_->stalls.push_back(std::move(stall));
    }
    ring_doorbell(told_->doorbell);
  }

 private:
  AgentWatch watch_;
  std::shared_ptr<Told> told_;
};

struct Held {
  napi_env env;
  napi_ref view;
  std::shared_ptr<Told> told;
};

struct State {
  std::mutex mutex;
  std::map<uint32_t, Held> held;
};

// Never destroyed, like the watchdog.
State& state() {
  static auto* const one = new State();
  return *one;
}

/// The environment ends without having unwatched: the ledger's memory is about to go.
void forget(void* data) {
  const auto id = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(data));
  unwatch(id);
  const std::lock_guard lock(state().mutex);
  state().held.erase(id);
}

void* hook_data(uint32_t id) { return reinterpret_cast<void*>(static_cast<uintptr_t>(id)); }

napi_value number(napi_env env, double value) {
  napi_value result;
  napi_create_double(env, value, &result);
  return result;
}

void set(napi_env env, napi_value object, const char* name, double value) {
  napi_set_named_property(env, object, name, number(env, value));
}

/// agentsWatch(ledger, leastMs, unmeasuredMs, doorbell): a number for agentsUnwatch. Keeps the ledger's
/// memory.
napi_value watch_agents(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value values[4];
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  Ledger ledger;
  if (!attach(env, values[0], ledger)) return nullptr;
  double least = 0, unmeasured = 0;
  auto told = std::make_shared<Told>();
  napi_get_value_double(env, values[1], &least);
  napi_get_value_double(env, values[2], &unmeasured);
  napi_get_value_uint32(env, values[3], &told->doorbell);
  const Patience patience{Nanoseconds(static_cast<int64_t>(least * 1e6)),
                          Nanoseconds(static_cast<int64_t>(unmeasured * 1e6))};
  Held held{env, nullptr, told};
  napi_create_reference(env, values[0], 1, &held.view);
  const uint32_t id = watch(std::make_unique<WatchedAgents>(ledger, patience, told));
  {
    const std::lock_guard lock(state().mutex);
    state().held[id] = held;
  }
  napi_add_env_cleanup_hook(env, forget, hook_data(id));
  return number(env, id);
}

/// What the watch of this number has, if the calling environment owns it.
bool find(napi_env env, napi_callback_info info, uint32_t& id, Held& held, bool take) {
  size_t count = 1;
  napi_value value;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  napi_get_value_uint32(env, value, &id);
  const std::lock_guard lock(state().mutex);
  const auto found = state().held.find(id);
  if (found == state().held.end() || found->second.env != env) return false;
  held = found->second;
  if (take) state().held.erase(found);
  return true;
}

/// agentsUnwatch(watch). Afterwards no agent is fenced.
napi_value unwatch_agents(napi_env env, napi_callback_info info) {
  uint32_t id = 0;
  Held held;
  if (!find(env, info, id, held, true)) return nullptr;
  unwatch(id);
  napi_remove_env_cleanup_hook(env, forget, hook_data(id));
  napi_delete_reference(env, held.view);
  return nullptr;
}

napi_value sight_of(napi_env env, const AgentSight& sight) {
  napi_value object, call;
  napi_create_object(env, &object);
  set(env, object, "agent", sight.agent);
  set(env, object, "incarnation", sight.incarnation);
  set(env, object, "seat", sight.seat);
  set(env, object, "phase", sight.doing.phase);
  set(env, object, "item", sight.doing.item);
  set(env, object, "stillMs", std::chrono::duration<double, std::milli>(sight.still).count());
  napi_create_string_utf8(env, sight.call.data(), sight.call.size(), &call);
  napi_set_named_property(env, object, "call", call);
  return object;
}

/// agentsStalls(watch): what happened since the last call, as { kind, step, deadlineMs, redone, updating,
/// who, all }[]; kinds are AgentStall::Kind.
napi_value stalls(napi_env env, napi_callback_info info) {
  uint32_t id = 0;
  Held held;
  std::vector<AgentStall> stalls;
  if (find(env, info, id, held, false)) {
    const std::lock_guard lock(held.told->mutex);
    stalls.swap(held.told->stalls);
  }
  napi_value result;
  napi_create_array_with_length(env, stalls.size(), &result);
  for (size_t i = 0; i < stalls.size(); i++) {
    const AgentStall& stall = stalls[i];
    napi_value object, updating, all;
    napi_create_object(env, &object);
    set(env, object, "kind", stall.kind);
    set(env, object, "step", static_cast<double>(stall.step));
    set(env, object, "deadlineMs", std::chrono::duration<double, std::milli>(stall.deadline).count());
    set(env, object, "redone", static_cast<double>(stall.redone));
    napi_get_boolean(env, stall.updating, &updating);
    napi_set_named_property(env, object, "updating", updating);
    napi_set_named_property(env, object, "who", sight_of(env, stall.who));
    napi_create_array_with_length(env, stall.all.size(), &all);
    for (size_t k = 0; k < stall.all.size(); k++) napi_set_element(env, all, k, sight_of(env, stall.all[k]));
    napi_set_named_property(env, object, "all", all);
    napi_set_element(env, result, i, object);
  }
  return result;
}

}  // namespace

void register_agent_watch(napi_env env, napi_value exports) {
  static constexpr struct {
    const char* name;
    napi_callback callback;
  } kEntries[] = {{"agentsWatch", watch_agents}, {"agentsUnwatch", unwatch_agents}, {"agentsStalls", stalls}};
  for (const auto& entry : kEntries) {
    napi_value function;
    napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.callback, nullptr, &function);
    napi_set_named_property(env, exports, entry.name, function);
  }
}

}  // namespace troupe

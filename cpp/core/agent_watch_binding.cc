#include "core/agent_watch_binding.h"

#include <cstdio>
#include <cstring>
#include <mutex>
#include <utility>

#include "core/agent_watch.h"
#include "core/doorbell.h"
#include "core/holds.h"
#include "core/ledger_view.h"
#include "core/values.h"
#include "core/watchdog.h"

namespace troupe {
namespace {

using namespace core;

/// Reads the start of a file below /proc/self/task/`thread`, up to `size - 1` bytes, as text. Empty where
/// there is none.
const char* read_of(uint64_t thread, const char* name, char* text, size_t size) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/self/task/%llu/%s", static_cast<unsigned long long>(thread), name);
  text[0] = 0;
  if (std::FILE* file = std::fopen(path, "re")) {
    text[std::fread(text, 1, size - 1, file)] = 0;
    std::fclose(file);
  }
  return text;
}

/// Of a thread of this process; zeros where the system does not say. The first two numbers of schedstat, and
/// the letter of stat behind the thread's name, which is in parentheses and may hold some.
Scheduled scheduled(uint64_t thread) {
  char text[256];
  unsigned long long ran = 0, waited = 0;
  if (std::sscanf(read_of(thread, "schedstat", text, sizeof text), "%llu %llu", &ran, &waited) != 2)
    return {};
  const char* name_end = std::strrchr(read_of(thread, "stat", text, sizeof text), ')');
  return {ran, waited, name_end != nullptr && std::strncmp(name_end, ") R", 3) == 0};
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
      : watch_(ledger, patience, scheduled), told_(std::move(told)) {}

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

struct HeldWatch {
  Watching watch;
  std::shared_ptr<Told> told;
};
using Watches = Holds<HeldWatch>;

/// agentsWatch(ledger, leastMs, unmeasuredMs, doorbell): a number for agentsUnwatch. Keeps the ledger's
/// memory.
napi_value watch_agents(napi_env env, napi_callback_info info) {
  const Arguments<4> args(env, info);
  Ledger ledger;
  if (!attach(env, args.values[0], ledger)) return nullptr;
  auto told = std::make_shared<Told>();
  told->doorbell = args.word(3);
  const Patience patience{Nanoseconds(static_cast<int64_t>(args.number(1) * 1e6)),
                          Nanoseconds(static_cast<int64_t>(args.number(2) * 1e6))};
  Watching watching(watch(std::make_unique<WatchedAgents>(ledger, patience, told)));
  HeldWatch held{std::move(watching), std::move(told)};
  return number(env, Watches::one().hold(env, args.values[0], std::move(held)));
}

/// agentsUnwatch(watch). Afterwards no agent is fenced.
napi_value unwatch_agents(napi_env env, napi_callback_info info) {
  Watches::one().end(env, Arguments<1>(env, info).word(0));
  return nullptr;
}

napi_value sight_of(napi_env env, const AgentSight& sight) {
  napi_value object;
  napi_create_object(env, &object);
  set(env, object, "agent", number(env, sight.agent));
  set(env, object, "incarnation", number(env, sight.incarnation));
  set(env, object, "seat", number(env, sight.seat));
  set(env, object, "phase", number(env, sight.doing.phase));
  set(env, object, "item", number(env, sight.doing.item));
  set(env, object, "stillMs", number(env, std::chrono::duration<double, std::milli>(sight.still).count()));
  set(env, object, "call", text(env, sight.call));
  return object;
}

/// agentsStalls(watch): what happened since the last call, as { kind, step, deadlineMs, redone, updating,
/// who, all }[]; kinds are AgentStall::Kind.
napi_value stalls(napi_env env, napi_callback_info info) {
  std::vector<AgentStall> stalls;
  Watches::one().with(env, Arguments<1>(env, info).word(0), [&](HeldWatch& held) {
    const std::lock_guard lock(held.told->mutex);
    stalls.swap(held.told->stalls);
  });
  napi_value result;
  napi_create_array_with_length(env, stalls.size(), &result);
  for (size_t i = 0; i < stalls.size(); i++) {
    const AgentStall& stall = stalls[i];
    napi_value object, all;
    napi_create_object(env, &object);
    set(env, object, "kind", number(env, stall.kind));
    set(env, object, "step", number(env, static_cast<double>(stall.step)));
    set(env, object, "deadlineMs",
        number(env, std::chrono::duration<double, std::milli>(stall.deadline).count()));
    set(env, object, "redone", number(env, static_cast<double>(stall.redone)));
    set(env, object, "updating", boolean(env, stall.updating));
    set(env, object, "who", sight_of(env, stall.who));
    napi_create_array_with_length(env, stall.all.size(), &all);
    for (size_t k = 0; k < stall.all.size(); k++) napi_set_element(env, all, k, sight_of(env, stall.all[k]));
    set(env, object, "all", all);
    napi_set_element(env, result, i, object);
  }
  return result;
}

}  // namespace

void register_agent_watch(napi_env env, napi_value exports) {
  static constexpr Function kFunctions[] = {
      {"agentsWatch", watch_agents}, {"agentsUnwatch", unwatch_agents}, {"agentsStalls", stalls}};
  define(env, exports, kFunctions);
}

}  // namespace troupe

// What native code does for JavaScript until it is told to stop.
#pragma once
#include <node_api.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

namespace troupe::core {

/// Things of one kind that look at memory of JavaScript's, by number. Each keeps that memory, ends with its
/// environment at the latest, and is only its own environment's to use and to end. Ending one is destroying
/// it. Safe to use from all threads.
template <class Thing>
class Holds {
 public:
  /// Keeps the memory until the thing has ended. Returns a number other than 0.
  uint32_t hold(napi_env env, napi_value memory, Thing thing) {
    napi_ref reference = nullptr;
    napi_create_reference(env, memory, 1, &reference);
    uint32_t id = 0;
    {
      const std::lock_guard lock(mutex_);
      id = next_++;
      held_.emplace(id, Held{env, reference, std::move(thing)});
    }
    napi_add_env_cleanup_hook(env, forget, hook_data(id));
    return id;
  }

  /// Hands it to `use`, which must be short, unless it has ended.
  template <class Use>
  void with(napi_env env, uint32_t id, Use use) {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(id);
    if (found != held_.end() && found->second.env == env) use(found->second.thing);
  }

  /// Afterwards nothing looks at the memory any more.
  void end(napi_env env, uint32_t id) {
    napi_ref reference = nullptr;
    {
      // Destroyed outside the lock: its thread may have to end first.
      const auto node = take(env, id);
      if (node.empty()) return;
      reference = node.mapped().memory;
    }
    napi_remove_env_cleanup_hook(env, forget, hook_data(id));
    napi_delete_reference(env, reference);
  }

  /// Never destroyed: native threads may outlive static destruction.
  static Holds& one() {
    static auto* const holds = new Holds();
    return *holds;
  }

 private:
  struct Held {
    napi_env env;
    napi_ref memory;
    Thing thing;
  };
  using Map = std::map<uint32_t, Held>;

  /// Of whatever environment, when that is null.
  typename Map::node_type take(napi_env env, uint32_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(id);
    if (found == held_.end() || (env != nullptr && found->second.env != env)) return {};
    return held_.extract(found);
  }

  /// The environment ends without having ended it: its memory is about to go.
  static void forget(void* data) {
    one().take(nullptr, static_cast<uint32_t>(reinterpret_cast<uintptr_t>(data)));
  }

  static void* hook_data(uint32_t id) { return reinterpret_cast<void*>(static_cast<uintptr_t>(id)); }

  std::mutex mutex_;
  Map held_;
  uint32_t next_ = 1;
};

}  // namespace troupe::core

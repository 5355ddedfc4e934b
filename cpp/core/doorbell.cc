#include "core/doorbell.h"

#include <array>
#include <memory>
#include <mutex>

#include "core/values.h"

namespace troupe {
namespace {

using namespace core;

constexpr uint32_t kSlots = 4096;
constexpr uint32_t kGenerations = 1u << 18;

/// One place in the process-wide table. The mutex is what makes a ring safe while the thread on the other
/// side ends: its doorbell leaves the table under the lock before Node takes the function apart.
struct Slot {
  std::mutex mutex;
  napi_threadsafe_function function = nullptr;
  napi_env env = nullptr;
  uint32_t generation = 0;
};

// Never destroyed: native threads may ring while the process exits.
std::array<Slot, kSlots>& table() {
  static auto* const slots = new std::array<Slot, kSlots>();
  return *slots;
}

uint32_t id_of(uint32_t index, uint32_t generation) { return generation * kSlots + index; }

/// Takes a doorbell out of the table. Returns its function, or null when it is gone already.
napi_threadsafe_function take(uint32_t id) {
  Slot& slot = table()[id % kSlots];
  const std::lock_guard lock(slot.mutex);
  if (slot.generation != id / kSlots) return nullptr;
  napi_threadsafe_function function = slot.function;
  slot.function = nullptr;
  slot.env = nullptr;
  return function;
}

/// The environment ends. Runs before Node's own hook for the function, which was added earlier.
void forget(void* data) { take(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(data))); }

void* hook_data(uint32_t id) { return reinterpret_cast<void*>(static_cast<uintptr_t>(id)); }

/// Runs in the opener's thread. What its callback throws ends the thread as any uncaught exception does.
void answer(napi_env env, napi_value callback, void*, void*) {
  if (env == nullptr || callback == nullptr) return;  // the environment is being taken apart
  napi_value undefined, thrown;
  if (napi_get_undefined(env, &undefined) != napi_ok) return;
  if (napi_call_function(env, undefined, callback, 0, nullptr, nullptr) != napi_pending_exception) return;
  if (napi_get_and_clear_last_exception(env, &thrown) == napi_ok) napi_fatal_exception(env, thrown);
}

/// doorbellOpen(callback): a number other than 0, or 0 when all 4096 are in use. Keeps the thread alive until
/// doorbellHold(id, false) or doorbellClose(id).
napi_value open(napi_env env, napi_callback_info info) {
  const Arguments<1> args(env, info);
  napi_threadsafe_function function;
  if (napi_create_threadsafe_function(env, args.values[0], nullptr, text(env, "troupe.doorbell"), 0, 1,
                                      nullptr, nullptr, nullptr, answer, &function) != napi_ok) {
    napi_throw_error(env, "ERR_DOORBELL", "the doorbell could not be made");
    return nullptr;
  }
  uint32_t id = 0;
  for (uint32_t index = 0; index < kSlots && id == 0; index++) {
    Slot& slot = table()[index];
    const std::lock_guard lock(slot.mutex);
    if (slot.function != nullptr) continue;
    slot.generation = slot.generation % (kGenerations - 1) + 1;
    slot.function = function;
    slot.env = env;
    id = id_of(index, slot.generation);
  }
  if (id == 0)
    napi_release_threadsafe_function(function, napi_tsfn_abort);
  else
    napi_add_env_cleanup_hook(env, forget, hook_data(id));
  return number(env, id);
}

/// doorbellRing(id): false when nobody is there any more.
napi_value ring(napi_env env, napi_callback_info info) {
  return boolean(env, ring_doorbell(Arguments<1>(env, info).word(0)));
}

/// doorbellHold(id, alive): whether the doorbell alone keeps its thread's event loop running. Opener only.
napi_value hold(napi_env env, napi_callback_info info) {
  const Arguments<2> args(env, info);
  const uint32_t id = args.word(0);
  Slot& slot = table()[id % kSlots];
  const std::lock_guard lock(slot.mutex);
  if (slot.generation != id / kSlots || slot.function == nullptr || slot.env != env) return nullptr;
  if (args.flag(1))
    napi_ref_threadsafe_function(env, slot.function);
  else
    napi_unref_threadsafe_function(env, slot.function);
  return nullptr;
}

/// doorbellClose(id): the callback runs no more. Opener only.
napi_value close(napi_env env, napi_callback_info info) {
  const uint32_t id = Arguments<1>(env, info).word(0);
  {
    Slot& slot = table()[id % kSlots];
    const std::lock_guard lock(slot.mutex);
    if (slot.env != env) return nullptr;
  }
  napi_threadsafe_function function = take(id);
  if (function == nullptr) return nullptr;
  napi_remove_env_cleanup_hook(env, forget, hook_data(id));
  napi_release_threadsafe_function(function, napi_tsfn_abort);
  return nullptr;
}

/// doorbellCount(): how many are open in the process.
napi_value count(napi_env env, napi_callback_info) {
  uint32_t open = 0;
  for (Slot& slot : table()) {
    const std::lock_guard lock(slot.mutex);
    if (slot.function != nullptr) open++;
  }
  return number(env, open);
}

}  // namespace

bool ring_doorbell(uint32_t id) {
  Slot& slot = table()[id % kSlots];
  const std::lock_guard lock(slot.mutex);
  if (id == 0 || slot.generation != id / kSlots || slot.function == nullptr) return false;
  return napi_call_threadsafe_function(slot.function, nullptr, napi_tsfn_nonblocking) == napi_ok;
}

void register_doorbell(napi_env env, napi_value exports) {
  static constexpr Function kFunctions[] = {{"doorbellOpen", open},
                                            {"doorbellRing", ring},
                                            {"doorbellHold", hold},
                                            {"doorbellClose", close},
                                            {"doorbellCount", count}};
  define(env, exports, kFunctions);
}

}  // namespace troupe

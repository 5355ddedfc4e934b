// Doorbells: how any thread wakes another thread's event loop.
#pragma once
#include <node_api.h>

#include <cstdint>

namespace troupe {

/// Wakes the event loop that opened doorbell `id`; its callback runs there once or more. Returns false when
/// that doorbell was closed or its thread has ended. May be called from any thread, at any moment.
bool ring_doorbell(uint32_t id);

void register_doorbell(napi_env env, napi_value exports);

}  // namespace troupe

// What must happen once in the process before libtorch is loaded.
#pragma once
#include <node_api.h>

namespace troupe {

/// Adds `preload`, `environment` and `libc` (src/native/addon.ts has their types) to core.node's exports.
void register_preload(napi_env env, napi_value exports);

}  // namespace troupe

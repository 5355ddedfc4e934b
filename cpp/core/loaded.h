// Which libraries this process really runs with: the half of a run's identity that no file on disk can tell.
#pragma once
#include <node_api.h>

namespace troupe {

/// Adds `libraries` (src/native/addon.ts has its type) to core.node's exports.
void register_loaded(napi_env env, napi_value exports);

}  // namespace troupe

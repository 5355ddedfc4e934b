// Entries of core.node for the one who copies snapshots; see src/arena/snapshot.ts.
#pragma once
#include <node_api.h>

namespace troupe {

void register_snapshot(napi_env env, napi_value exports);

}  // namespace troupe

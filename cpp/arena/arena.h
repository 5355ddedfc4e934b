// The arena's entries in torch.node; see src/arena/stepper.ts.
#pragma once
#include <node_api.h>

namespace troupe::arena {

void register_arena(napi_env env, napi_value exports);

}  // namespace troupe::arena

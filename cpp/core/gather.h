// Copying samples into a batch; see src/data/gather.ts.
#pragma once
#include <node_api.h>

namespace troupe {

void register_gather(napi_env env, napi_value exports);

}  // namespace troupe

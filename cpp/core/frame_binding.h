// The frame verifier for src/transport/wire/verify.ts.
#pragma once
#include <node_api.h>

namespace troupe {

void register_frame(napi_env env, napi_value exports);

}  // namespace troupe

// The watchdog as JavaScript has it.
#pragma once
#include <node_api.h>

namespace troupe {

void register_watchdog(napi_env env, napi_value exports);

}  // namespace troupe

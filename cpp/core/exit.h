// The end of a process in which a thread hangs, or whose parent is gone.
#pragma once
#include <node_api.h>

namespace troupe {

void register_exit(napi_env env, napi_value exports);

}  // namespace troupe

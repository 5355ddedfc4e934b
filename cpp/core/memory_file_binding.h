#pragma once
#include <node_api.h>

namespace troupe {

/// Memory files, their banks, and the thread that writes them.
void register_memory_file(napi_env env, napi_value exports);

}  // namespace troupe

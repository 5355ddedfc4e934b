#pragma once
#include <node_api.h>

namespace troupe {

/// A lock on a file that ends with the process which holds it.
void register_file_lock(napi_env env, napi_value exports);

}  // namespace troupe

// Memory in and out of tensors, and what a handle is asked about itself.
#pragma once
#include <node_api.h>

namespace troupe::tensor {

void register_storage(napi_env env, napi_value exports);

}  // namespace troupe::tensor

// The table of operations (src/tensor/operations), bound by generated/operations.cc.
#pragma once
#include <node_api.h>

namespace troupe::tensor {

void register_operations(napi_env env, napi_value exports);

}  // namespace troupe::tensor

// Elements between files and tensors, without a copy in between.
#pragma once
#include <node_api.h>

namespace troupe::tensor {

void register_files(napi_env env, napi_value exports);

}  // namespace troupe::tensor

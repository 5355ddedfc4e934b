// The optimizers' kernels (cpp/arena/optimizers.h) for hand-written loops.
#pragma once
#include <node_api.h>

namespace troupe::tensor {

void register_optimizer(napi_env env, napi_value exports);

}  // namespace troupe::tensor

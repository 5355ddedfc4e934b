// Gradients: libtorch's autograd, told what to differentiate.
#pragma once
#include <node_api.h>

namespace troupe::tensor {

void register_autograd(napi_env env, napi_value exports);

}  // namespace troupe::tensor

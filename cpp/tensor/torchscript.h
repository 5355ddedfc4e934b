// Models that PyTorch saved together with their code.
#pragma once
#include <node_api.h>

namespace troupe::tensor {

void register_torchscript(napi_env env, napi_value exports);

}  // namespace troupe::tensor

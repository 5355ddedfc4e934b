// Mixed precision: libtorch's autocast, for this thread.
#pragma once
#include <node_api.h>

#include "tensor/precompiled.h"

namespace troupe::tensor {

/// Whether operations on tensors like this one choose their dtype by themselves now.
bool autocasting(const at::Tensor& tensor);

void register_autocast(napi_env env, napi_value exports);

}  // namespace troupe::tensor

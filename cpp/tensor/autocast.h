// Mixed precision: libtorch's autocast, for this thread.
#pragma once
#include <node_api.h>

#include "tensor/precompiled.h"

namespace troupe::tensor {

/// Whether operations on tensors like this one choose their dtype by themselves now.
bool autocasting(const at::Tensor& tensor);

/// Under autocast a tensor of another floating dtype in that of products, float64 excepted; else the tensor
/// itself. For operations that PyTorch 2 computes in it and libtorch 1.13 does not, or that check dtypes
/// before libtorch sees them.
at::Tensor lowered(const at::Tensor& tensor);
c10::optional<at::Tensor> lowered(const c10::optional<at::Tensor>& tensor);
std::vector<at::Tensor> lowered(const std::vector<at::Tensor>& tensors);

void register_autocast(napi_env env, napi_value exports);

}  // namespace troupe::tensor

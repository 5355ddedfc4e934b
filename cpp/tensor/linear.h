// A linear layer as one node of the autograd graph.
#pragma once
#include "tensor/precompiled.h"

namespace troupe::tensor {

/// input [..., in] times weight [out, in] transposed, plus bias [out]: the values of at::linear. Its backward
/// writes the gradients of weight and bias where GradientPlaces says.
at::Tensor placed_linear(const at::Tensor& input, const at::Tensor& weight,
                         const c10::optional<at::Tensor>& bias);

/// at::bilinear, which takes one dtype only: under autocast the widest of them.
at::Tensor bilinear_of(const at::Tensor& input1, const at::Tensor& input2, const at::Tensor& weight,
                       const c10::optional<at::Tensor>& bias);

}  // namespace troupe::tensor

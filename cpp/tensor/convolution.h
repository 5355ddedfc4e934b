// Convolutions of one, two and three dimensions of space behind one signature.
#pragma once
#include <torch/version.h>

#include "tensor/call.h"

namespace troupe::tensor {

/// Zeros around an input: as many in each direction, or by name ("same", "valid").
struct Padding {
  std::string name;
  Ints sizes;
};

inline Padding padding_of(Call& call, size_t i) {
  napi_valuetype type;
  if (napi_typeof(call.env, call.raw(i), &type) == napi_ok && type == napi_string)
    return {call.choice(i, {"same", "valid"}), {}};
  return {{}, call.integers(i)};
}

inline at::Tensor convolution(const at::Tensor& input, const at::Tensor& weight,
                              const c10::optional<at::Tensor>& bias, at::IntArrayRef stride,
                              const Padding& padding, at::IntArrayRef dilation, int64_t groups, int dims) {
  const auto call = [&](auto by) {
    if (dims == 1) return at::conv1d(input, weight, bias, stride, by, dilation, groups);
    if (dims == 2) return at::conv2d(input, weight, bias, stride, by, dilation, groups);
    return at::conv3d(input, weight, bias, stride, by, dilation, groups);
  };
  return padding.name.empty() ? call(at::IntArrayRef(padding.sizes)) : call(c10::string_view(padding.name));
}

inline at::Tensor convolution_transposed(const at::Tensor& input, const at::Tensor& weight,
                                         const c10::optional<at::Tensor>& bias, at::IntArrayRef stride,
                                         at::IntArrayRef padding, at::IntArrayRef output_padding,
                                         int64_t groups, at::IntArrayRef dilation, int dims) {
#if TORCH_VERSION_MAJOR < 2
  // libtorch 1.13 gets them wrong in bfloat16 on a CPU, or refuses.
  if (input.scalar_type() == at::kBFloat16 && weight.scalar_type() == at::kBFloat16 &&
      input.device().is_cpu())
    return convolution_transposed(input.to(at::kFloat), weight.to(at::kFloat),
                                  bias ? c10::optional<at::Tensor>(bias->to(at::kFloat)) : bias, stride,
                                  padding, output_padding, groups, dilation, dims)
        .to(at::kBFloat16);
#endif
  if (dims == 1)
    return at::conv_transpose1d(input, weight, bias, stride, padding, output_padding, groups, dilation);
  if (dims == 2)
    return at::conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation);
  return at::conv_transpose3d(input, weight, bias, stride, padding, output_padding, groups, dilation);
}

}  // namespace troupe::tensor

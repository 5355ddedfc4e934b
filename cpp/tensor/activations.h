// What the rows of activations call.
#pragma once
#include <torch/version.h>

#include "tensor/random.h"

namespace troupe::tensor {

inline at::Tensor checked_prelu(const at::Tensor& input, const at::Tensor& weight) {
  const int64_t channels = input.dim() >= 2 ? input.size(1) : 1;
  if (weight.numel() != 1 && (weight.dim() != 1 || weight.numel() != channels))
    throw Failure{Failure::kArgument, "needs one weight or one for each of the " + std::to_string(channels) +
                                          " channels of dimension 1"};
  return at::prelu(input, weight);
}

/// at::mish, also where libtorch 1.13 has no kernel for 16-bit floats.
inline at::Tensor mish_of(const at::Tensor& input) {
#if TORCH_VERSION_MAJOR < 2
  const auto type = input.scalar_type();
  if (type == at::kBFloat16 || type == at::kHalf) return at::mish(input.to(at::kFloat)).to(type);
#endif
  return at::mish(input);
}

/// The input where positive, else times a slope: drawn for each element, or the middle one.
inline at::Tensor randomized_relu(const at::Tensor& input, double lower, double upper, bool training,
                                  const Stream& stream) {
  if (!(lower <= upper)) throw Failure{Failure::kArgument, "lower must not be above upper"};
  if (!training) return at::leaky_relu(input, (lower + upper) / 2);
  const at::Tensor slopes = uniform_(at::empty(input.sizes(), at::kDouble), stream, lower, upper)
                                .to(input.options().requires_grad(false));
  return at::where(input >= 0, input, input * slopes);
}

/// softmax((logits + Gumbel noise) / tau); `hard`: one-hot, with the gradient of the soft sample.
inline at::Tensor gumbel_softmax(const at::Tensor& logits, double tau, bool hard, int64_t dim,
                                 const Stream& stream) {
  if (!(tau > 0)) throw Failure{Failure::kArgument, "tau must be above 0"};
  // In double and never 0 or 1: both logarithms stay finite.
  const at::Tensor uniform = uniform_(at::empty(logits.sizes(), at::kDouble), stream, 0x1p-25, 1 + 0x1p-25);
  const at::Tensor noise = uniform.log().neg().log().neg().to(logits.options().requires_grad(false));
  const at::Tensor soft = at::softmax((logits + noise) / tau, dim);
  if (!hard) return soft;
  const at::Tensor chosen = at::zeros_like(soft.detach()).scatter_(dim, soft.detach().argmax(dim, true), 1);
  return chosen - soft.detach() + soft;
}

}  // namespace troupe::tensor

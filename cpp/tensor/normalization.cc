#include "tensor/normalization.h"

#include <limits>

namespace troupe::tensor {
namespace {

bool is_narrow(at::ScalarType type) { return type == at::kHalf || type == at::kBFloat16; }

bool is_float(const c10::optional<at::Tensor>& weight) {
  return weight && weight->scalar_type() == at::kFloat;
}

/// Values of one channel in `samples` of the input [n, c, ...].
int64_t values_in(const at::Tensor& input, int64_t samples) {
  int64_t values = samples;
  for (int64_t d = 2; d < input.dim(); d++) values *= input.size(d);
  return values;
}

[[noreturn]] void refuse_single(const char* what, const char* remedy) {
  throw Failure{Failure::kArgument,
                std::string(what) + " has one value, whose mean is itself: all would become 0; " + remedy};
}

}  // namespace

at::Tensor checked_batch_norm(const at::Tensor& input, const c10::optional<at::Tensor>& mean,
                              const c10::optional<at::Tensor>& variance,
                              const c10::optional<at::Tensor>& weight, const c10::optional<at::Tensor>& bias,
                              bool training, double momentum, double eps) {
  if (training && input.dim() > 1 && values_in(input, input.size(0)) == 1)
    refuse_single("each channel of the batch", "train with larger batches, or evaluate with eval()");
  return at::batch_norm(input, weight, bias, mean, variance, training, momentum, eps, false);
}

at::Tensor checked_instance_norm(const at::Tensor& input, const c10::optional<at::Tensor>& mean,
                                 const c10::optional<at::Tensor>& variance,
                                 const c10::optional<at::Tensor>& weight,
                                 const c10::optional<at::Tensor>& bias, bool own, double momentum,
                                 double eps) {
  if (own && input.dim() > 1 && values_in(input, 1) == 1)
    refuse_single("each channel of a sample", "it takes more than one place in space");
  return at::instance_norm(input, weight, bias, mean, variance, own, momentum, eps, false);
}

at::Tensor layer_normalize(const at::Tensor& input, at::IntArrayRef shape,
                           const c10::optional<at::Tensor>& weight, const c10::optional<at::Tensor>& bias,
                           double eps) {
  const auto type = input.scalar_type();
  if (is_narrow(type) && (is_float(weight) || is_float(bias)))
    return at::layer_norm(input.to(at::kFloat), shape, weight, bias, eps, false).to(type);
  return at::layer_norm(input, shape, weight, bias, eps, false);
}

at::Tensor rms_normalize(const at::Tensor& input, at::IntArrayRef shape,
                         const c10::optional<at::Tensor>& weight, c10::optional<double> eps) {
  const auto count = static_cast<int64_t>(shape.size());
  if (count == 0 || input.dim() < count || input.sizes().slice(input.dim() - count) != shape)
    throw Failure{Failure::kArgument, "the input's last sizes must be normalizedShape"};
  if (weight && weight->sizes() != shape)
    throw Failure{Failure::kArgument, "weight must have the shape normalizedShape"};
  if (!at::isFloatingType(input.scalar_type()))
    throw Failure{Failure::kArgument, "the input must be of a floating dtype"};
  const auto type = input.scalar_type();
  const bool narrow = is_narrow(type);
  // Squares of 16-bit floats lose most of their bits, or overflow.
  const at::Tensor wide = narrow ? input.to(at::kFloat) : input;
  const double epsilon = eps                   ? *eps
                         : type == at::kDouble ? std::numeric_limits<double>::epsilon()
                                               : std::numeric_limits<float>::epsilon();
  Ints dims;
  for (int64_t d = 1; d <= count; d++) dims.push_back(-d);
  at::Tensor result = wide * at::rsqrt(wide.square().mean(dims, true) + epsilon);
  if (narrow) result = result.to(type);
  if (!weight) return result;
  result = result * *weight;
  return narrow && is_float(weight) ? result.to(type) : result;
}

at::Tensor checked_group_norm(const at::Tensor& input, int64_t groups,
                              const c10::optional<at::Tensor>& weight, const c10::optional<at::Tensor>& bias,
                              double eps) {
  if (groups < 1) throw Failure{Failure::kArgument, "numGroups must be at least 1"};
  if (input.dim() > 1 && input.size(1) % groups == 0 &&
      values_in(input, input.size(0) * (input.size(1) / groups)) == 1)
    refuse_single("each group", "use fewer groups");
  const auto type = input.scalar_type();
  if (is_narrow(type) && (is_float(weight) || is_float(bias)))
    return at::group_norm(input.to(at::kFloat), groups, weight, bias, eps, false).to(type);
  return at::group_norm(input, groups, weight, bias, eps, false);
}

at::Tensor local_response_norm(const at::Tensor& input, int64_t size, double alpha, double beta, double k) {
  if (input.dim() < 3)
    throw Failure{Failure::kArgument, "the input must be [n, c, ...] with 3 dimensions or more"};
  if (size < 1) throw Failure{Failure::kArgument, "size must be at least 1"};
  if (input.numel() == 0) return input;
  // Channels become the height of an image that is averaged over windows of `size` rows.
  const at::Tensor squares = input.square().flatten(2).unsqueeze(1);
  const at::Tensor padded = at::constant_pad_nd(squares, {0, 0, size / 2, (size - 1) / 2});
  const at::Tensor means = at::avg_pool2d(padded, {size, 1}, {1, 1}).squeeze(1).view(input.sizes());
  return input / (means * alpha + k).pow(beta);
}

}  // namespace troupe::tensor

// What the rows of sorting call.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

/// How often each integer from 0 occurs. The largest int64 has no next one that could be the number of
/// counts, and libtorch 1.13 writes beyond its result.
inline at::Tensor occurrences(const at::Tensor& input, const c10::optional<at::Tensor>& weights,
                              int64_t minlength) {
  if (input.scalar_type() == at::kLong && input.numel() > 0 && input.max().item<int64_t>() == INT64_MAX)
    throw Failure{Failure::kMemory, "it would take 2^63 counts"};
  return at::bincount(input, weights, minlength);
}

/// Whether the order of the elements is no order: NaN is neither below nor above any number.
inline bool has_nan(const at::Tensor& input) {
  return at::isFloatingType(input.scalar_type()) && input.isnan().any().item<bool>();
}

/// at::histc. libtorch 1.13 counts NaN in the first interval, of which it is no element.
inline at::Tensor histogram(const at::Tensor& input, int64_t bins, const at::Scalar& min,
                            const at::Scalar& max) {
  // Without bounds the extremes are those of the elements, which NaN makes none.
  const bool bounded = min.toDouble() != max.toDouble();
  return at::histc(bounded && has_nan(input) ? input.masked_select(input.isnan().logical_not()) : input, bins,
                   min, max);
}

/// The distinct elements in order, the place of each element among them, and how often each occurs. Each NaN
/// is one of its own, and the last; libtorch 1.13 leaves all in disorder where there is one.
inline std::tuple<at::Tensor, at::Tensor, at::Tensor> distinct(const at::Tensor& input) {
  if (!has_nan(input)) return at::_unique2(input, true, true, true);
  const auto [sorted, order] = at::sort(input.flatten());
  const auto [values, places, counts] = at::unique_consecutive(sorted, true, true);
  return {values, at::empty_like(places).scatter_(0, order, places).view(input.sizes()), counts};
}

}  // namespace troupe::tensor

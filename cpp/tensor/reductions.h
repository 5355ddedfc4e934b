// What the rows of reductions call.
#pragma once
#include <algorithm>
#include <functional>

#include "tensor/call.h"

namespace troupe::tensor {

/// Applies a reduction along one dimension to each of `dims`, which stay with size 1 if `keepdim`.
template <typename Reduce>
at::Tensor over_each(const at::Tensor& input, const OptionalInts& dims, bool keepdim, Reduce reduce) {
  Ints order = dims.values;
  for (int64_t& dim : order) dim = c10::maybe_wrap_dim(dim, input.dim());
  // From the last on: those before keep their places.
  std::sort(order.begin(), order.end(), std::greater<>());
  if (std::adjacent_find(order.begin(), order.end()) != order.end())
    throw Failure{Failure::kArgument, "a dimension is named twice"};
  at::Tensor result = input;
  for (const int64_t dim : order) result = reduce(result, dim, keepdim);
  return result;
}

/// libtorch 1.13 takes one dimension at most.
inline at::Tensor all_over(const at::Tensor& input, const OptionalInts& dims, bool keepdim) {
  if (!dims.present) return at::all(input);
  return over_each(input, dims, keepdim,
                   [](const at::Tensor& x, int64_t dim, bool keep) { return at::all(x, dim, keep); });
}

inline at::Tensor any_over(const at::Tensor& input, const OptionalInts& dims, bool keepdim) {
  if (!dims.present) return at::any(input);
  return over_each(input, dims, keepdim,
                   [](const at::Tensor& x, int64_t dim, bool keep) { return at::any(x, dim, keep); });
}

/// A quantile's level as at::quantile takes it.
inline double level(const at::Scalar& q) { return q.toDouble(); }
inline const at::Tensor& level(const at::Tensor& q) { return q; }

}  // namespace troupe::tensor

// What the rows of resampling call.
#pragma once
#include <string>

#include "tensor/call.h"

namespace troupe::tensor {

/// Resizes the dimensions of space of [n, c, …] to `size` or by `factors`.
at::Tensor interpolate(const at::Tensor& input, const OptionalInts& size, const OptionalNumbers& factors,
                       const std::string& mode, bool align_corners, bool antialias);

at::Tensor checked_pixel_shuffle(const at::Tensor& input, int64_t factor);
at::Tensor checked_pixel_unshuffle(const at::Tensor& input, int64_t factor);

}  // namespace troupe::tensor

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

/// at::grid_sampler; `mode` and `padding` by F.grid_sample's names.
at::Tensor sample_grid(const at::Tensor& input, const at::Tensor& grid, const std::string& mode,
                       const std::string& padding, bool align_corners);
/// at::affine_grid_generator of positive sizes.
at::Tensor affine_grid(const at::Tensor& theta, const Ints& size, bool align_corners);

/// at::im2col and at::col2im; one number stands for both directions.
at::Tensor unfold_windows(const at::Tensor& input, const Ints& kernel, const Ints& dilation,
                          const Ints& padding, const Ints& stride);
at::Tensor fold_windows(const at::Tensor& input, const Ints& size, const Ints& kernel, const Ints& dilation,
                        const Ints& padding, const Ints& stride);

}  // namespace troupe::tensor

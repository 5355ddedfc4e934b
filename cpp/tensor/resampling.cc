#include "tensor/resampling.h"

#include <cmath>

#include "tensor/positive.h"

namespace troupe::tensor {
namespace {

[[noreturn]] void refuse(const std::string& text) { throw Failure{Failure::kArgument, text}; }

/// Dimensions of space that a mode is for; 0: any.
int64_t space_of(const std::string& mode) {
  if (mode == "linear") return 1;
  if (mode == "bilinear" || mode == "bicubic") return 2;
  return mode == "trilinear" ? 3 : 0;
}

/// One value for each of `count` dimensions of space.
template <typename List>
List spread_over(const List& given, int64_t count, const char* what) {
  if (given.size() == 1) return List(static_cast<size_t>(count), given[0]);
  if (static_cast<int64_t>(given.size()) != count)
    refuse(std::string(what) + " must be one number or " + std::to_string(count));
  return given;
}

}  // namespace

at::Tensor interpolate(const at::Tensor& input, const OptionalInts& size, const OptionalNumbers& factors,
                       const std::string& mode, bool align, bool antialias) {
  const int64_t space = input.dim() - 2;
  if (space < 1 || space > 3) refuse("the input must be [n, c, l], [n, c, h, w] or [n, c, d, h, w]");
  if (size.present == factors.present) refuse("give either size or scaleFactor");
  if (const int64_t wanted = space_of(mode); wanted != 0 && wanted != space)
    refuse("mode '" + mode + "' is for inputs with " + std::to_string(wanted) + " dimensions of space, not " +
           std::to_string(space) + ": linear is for 1, bilinear and bicubic for 2, trilinear for 3");
  if (align && space_of(mode) == 0)
    refuse("alignCorners is for linear, bilinear, bicubic and trilinear only");
  if (antialias && mode != "bilinear" && mode != "bicubic")
    refuse("antialias is for bilinear and bicubic only");

  Ints sizes;
  std::vector<double> scales;
  if (size.present) {
    sizes = spread_over(size.values, space, "size");
  } else {
    scales = spread_over(factors.values, space, "scaleFactor");
    for (int64_t d = 0; d < space; d++) {
      const double size = std::floor(static_cast<double>(input.size(2 + d)) * scales[d]);
      if (!(scales[d] > 0) || !(size < 0x1p53)) refuse("scaleFactor must be a positive number");
      sizes.push_back(static_cast<int64_t>(size));
      // A dimension that keeps its size is left alone. Elsewhere it is so in PyTorch's gradients and not in
      // its values, or the other way round; 1.13 and 2.15 differ in it.
      if (sizes.back() == input.size(2 + d) && (antialias || mode == "nearest")) scales[d] = 1;
    }
  }
  for (const int64_t each : sizes)
    if (each < 1) refuse("the output would have a size of " + std::to_string(each));
  if (mode == "area")
    return space == 1   ? at::adaptive_avg_pool1d(input, sizes)
           : space == 2 ? at::adaptive_avg_pool2d(input, sizes)
                        : at::adaptive_avg_pool3d(input, sizes);

  // With factors libtorch maps places by them, and not by the ratio of the sizes, as PyTorch does.
  const at::OptionalIntArrayRef to =
      size.present ? at::OptionalIntArrayRef(at::IntArrayRef(sizes)) : at::OptionalIntArrayRef();
  const c10::optional<at::ArrayRef<double>> by =
      size.present ? c10::optional<at::ArrayRef<double>>() : c10::optional<at::ArrayRef<double>>(scales);
  if (mode == "nearest")
    return space == 1   ? at::upsample_nearest1d(input, to, by)
           : space == 2 ? at::upsample_nearest2d(input, to, by)
                        : at::upsample_nearest3d(input, to, by);
  if (mode == "nearest-exact")
    return space == 1   ? at::_upsample_nearest_exact1d(input, to, by)
           : space == 2 ? at::_upsample_nearest_exact2d(input, to, by)
                        : at::_upsample_nearest_exact3d(input, to, by);
  if (mode == "linear") return at::upsample_linear1d(input, to, align, by);
  if (mode == "trilinear") return at::upsample_trilinear3d(input, to, align, by);
  if (mode == "bilinear")
    return antialias ? at::_upsample_bilinear2d_aa(input, to, align, by)
                     : at::upsample_bilinear2d(input, to, align, by);
  return antialias ? at::_upsample_bicubic2d_aa(input, to, align, by)
                   : at::upsample_bicubic2d(input, to, align, by);
}

at::Tensor checked_pixel_shuffle(const at::Tensor& input, int64_t factor) {
  if (factor < 1 || factor > INT32_MAX) refuse("upscaleFactor must be at least 1");
  if (input.dim() < 3) refuse("the input must be [..., c, h, w]");
  return at::pixel_shuffle(input, factor);
}

at::Tensor checked_pixel_unshuffle(const at::Tensor& input, int64_t factor) {
  if (factor < 1 || factor > INT32_MAX) refuse("downscaleFactor must be at least 1");
  if (input.dim() < 3) refuse("the input must be [..., c, h, w]");
  return at::pixel_unshuffle(input, factor);
}

at::Tensor sample_grid(const at::Tensor& input, const at::Tensor& grid, const std::string& mode,
                       const std::string& padding, bool align) {
  if (mode == "bicubic" && input.dim() != 4) refuse("bicubic is for inputs [n, c, h, w] only");
  const int64_t how = mode == "bilinear" ? 0 : mode == "nearest" ? 1 : 2;
  const int64_t beyond = padding == "zeros" ? 0 : padding == "border" ? 1 : 2;
  return at::grid_sampler(input, grid, how, beyond, align);
}

at::Tensor affine_grid(const at::Tensor& theta, const Ints& size, bool align) {
  if (size.size() != 4 && size.size() != 5) refuse("size must be [n, c, h, w] or [n, c, d, h, w]");
  positive("size", size);
  if (!at::isFloatingType(theta.scalar_type())) refuse("theta must be floating");
  const auto rows = static_cast<int64_t>(size.size()) - 2;
  if (theta.dim() != 3 || theta.size(0) != size[0] || theta.size(1) != rows || theta.size(2) != rows + 1)
    refuse("theta must be [n, " + std::to_string(rows) + ", " + std::to_string(rows + 1) + "] for this size");
  return at::affine_grid_generator(theta, size, align);
}

at::Tensor unfold_windows(const at::Tensor& input, const Ints& kernel, const Ints& dilation,
                          const Ints& padding, const Ints& stride) {
  if (input.dim() != 3 && input.dim() != 4) refuse("the input must be [n, c, h, w] or [c, h, w]");
  return at::im2col(input, spread_over(positive("kernelSize", kernel), 2, "kernelSize"),
                    spread_over(positive("dilation", dilation), 2, "dilation"),
                    spread_over(padding, 2, "padding"), spread_over(positive("stride", stride), 2, "stride"));
}

at::Tensor fold_windows(const at::Tensor& input, const Ints& size, const Ints& kernel, const Ints& dilation,
                        const Ints& padding, const Ints& stride) {
  if (input.dim() != 2 && input.dim() != 3) refuse("the input must be [n, c · kernel, windows] or without n");
  const Ints out = spread_over(positive("outputSize", size), 2, "outputSize");
  const Ints window = spread_over(positive("kernelSize", kernel), 2, "kernelSize");
  const Ints apart = spread_over(positive("dilation", dilation), 2, "dilation");
  const Ints around = spread_over(padding, 2, "padding");
  const Ints step = spread_over(positive("stride", stride), 2, "stride");
  // libtorch counts the windows in integers that overflow, and then goes over all of them.
  double windows = 1;
  for (size_t d = 0; d < 2; d++) {
    if (around[d] < 0 || around[d] > INT32_MAX) refuse("padding must be at least 0 and below 2^31");
    const double room = static_cast<double>(out[d]) + 2.0 * static_cast<double>(around[d]) -
                        static_cast<double>(apart[d]) * static_cast<double>(window[d] - 1) - 1;
    windows *= std::floor(room / static_cast<double>(step[d])) + 1;
  }
  if (!(windows == static_cast<double>(input.size(-1))))
    refuse("the input has " + std::to_string(input.size(-1)) +
           " windows, which are not those of this outputSize");
  return at::col2im(input, out, window, apart, around, step);
}

}  // namespace troupe::tensor

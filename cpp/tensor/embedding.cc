#include "tensor/embedding.h"

namespace troupe::tensor {
namespace {

[[noreturn]] void refuse(const std::string& text) { throw Failure{Failure::kArgument, text}; }

void check_indices(const at::Tensor& input, const at::Tensor& weight) {
  if (weight.dim() != 2) refuse("weight must be [n, d]");
  if (input.scalar_type() != at::kLong && input.scalar_type() != at::kInt)
    refuse(std::string("the indices must be int64 or int32, not ") + dtype_name(input.scalar_type()));
  // A GPU checks for itself, and reading the answer back would wait for it.
  if (!input.device().is_cpu() || input.numel() == 0) return;
  const int64_t least = input.min().item<int64_t>(), most = input.max().item<int64_t>();
  if (least < 0 || most >= weight.size(0))
    refuse("the index " + std::to_string(least < 0 ? least : most) + " is not among the " +
           std::to_string(weight.size(0)) + " rows of weight");
}

c10::optional<int64_t> place_of(c10::optional<int64_t> padding, const at::Tensor& weight) {
  if (!padding) return padding;
  const int64_t rows = weight.size(0);
  if (*padding < -rows || *padding >= rows)
    refuse("paddingIdx " + std::to_string(*padding) + " is not among the " + std::to_string(rows) + " rows");
  return *padding < 0 ? *padding + rows : *padding;
}

/// libtorch 1.13 reads past the indices when offsets do not ascend.
void check_offsets(const at::Tensor& offsets, int64_t count) {
  const at::Tensor on_cpu = offsets.to(at::kCPU, at::kLong).contiguous();
  const int64_t* values = on_cpu.data_ptr<int64_t>();
  for (int64_t k = 0; k < on_cpu.numel(); k++)
    if (values[k] < (k == 0 ? 0 : values[k - 1]) || values[k] > count || (k == 0 && values[0] != 0))
      refuse("offsets must ascend from 0 and end within the " + std::to_string(count) + " indices");
}

/// Bags of rows that are looked up one by one: libtorch 1.13's own bags count wrongly when gradients are to
/// be divided by how often a row was. Indices [k], each bag from its start to the next.
at::Tensor bags_by_frequency(const at::Tensor& weight, const at::Tensor& indices, const at::Tensor& starts,
                             bool mean, const c10::optional<at::Tensor>& sample_weights,
                             c10::optional<int64_t> padding, bool include_last_offset) {
  const at::Tensor places = at::arange(indices.numel(), starts.options());
  const int64_t bags = starts.numel() - (include_last_offset ? 1 : 0);
  const at::Tensor bag =
      at::bucketize(places, starts, /*out_int32=*/false, /*right=*/true).sub_(1).clamp_max_(bags - 1);
  at::Tensor rows = at::embedding(weight, indices, padding.value_or(-1), /*scale_grad_by_freq=*/true);
  if (sample_weights) rows = rows * sample_weights->unsqueeze(1);
  at::Tensor counted = at::ones(indices.sizes(), rows.options().requires_grad(false));
  if (padding) {
    counted = indices.ne(*padding).to(rows.scalar_type());
    rows = rows * counted.unsqueeze(1);
  }
  const at::Tensor sums = at::zeros({bags, weight.size(1)}, counted.options()).index_add(0, bag, rows);
  if (!mean) return sums;
  const at::Tensor counts = at::zeros({bags}, counted.options()).index_add(0, bag, counted);
  return sums / counts.clamp_min_(1).unsqueeze(1);
}

}  // namespace

at::Tensor embedding(const at::Tensor& input, const at::Tensor& weight, c10::optional<int64_t> padding,
                     bool scale_by_frequency) {
  check_indices(input, weight);
  return at::embedding(weight, input, place_of(padding, weight).value_or(-1), scale_by_frequency, false);
}

at::Tensor embedding_bag(const at::Tensor& input, const at::Tensor& weight,
                         const c10::optional<at::Tensor>& offsets, const std::string& mode,
                         const c10::optional<at::Tensor>& sample_weights, c10::optional<int64_t> padding,
                         bool include_last_offset, bool scale_by_frequency) {
  check_indices(input, weight);
  if (input.dim() != 1 && input.dim() != 2) refuse("input must be [bags, k], or [k] with offsets");
  if (offsets.has_value() != (input.dim() == 1))
    refuse(offsets ? "offsets are for an input [k]; each row of [bags, k] is a bag"
                   : "an input [k] needs offsets");
  if (include_last_offset && (!offsets || offsets->numel() == 0))
    refuse("includeLastOffset needs offsets that end with the number of indices");
  if (sample_weights) {
    if (mode != "sum") refuse("perSampleWeights go with mode 'sum' only");
    if (sample_weights->sizes() != input.sizes()) refuse("perSampleWeights must have the shape of input");
  }
  if (scale_by_frequency && mode == "max") refuse("scaleGradByFreq does not go with mode 'max'");
  at::Tensor starts;
  if (offsets) {
    if (offsets->dim() != 1) refuse("offsets must have one dimension");
    check_offsets(*offsets, input.numel());
    starts = offsets->to(input.scalar_type());
  } else {
    const int64_t width = input.size(1);
    starts = at::arange(input.size(0), input.options()) * width;
  }
  if (starts.numel() == 0) {
    // No bags at all, for which libtorch 1.13 reads a first offset all the same.
    if (input.numel() > 0) refuse("indices without a bag: offsets must begin with 0");
    return at::zeros({0, weight.size(1)}, weight.options().requires_grad(false));
  }
  const auto weights =
      sample_weights ? c10::optional<at::Tensor>(sample_weights->reshape({-1})) : c10::optional<at::Tensor>();
  const auto padded = place_of(padding, weight);
  if (scale_by_frequency)
    return bags_by_frequency(weight, input.reshape({-1}), starts, mode == "mean", weights, padded,
                             include_last_offset);
  const int64_t code = mode == "sum" ? 0 : mode == "mean" ? 1 : 2;
  return std::get<0>(at::embedding_bag(weight, input.reshape({-1}), starts, /*scale_grad_by_freq=*/false,
                                       code,
                                       /*sparse=*/false, weights, include_last_offset, padded));
}

}  // namespace troupe::tensor

// What the rows of embeddings call.
#pragma once
#include <string>

#include "tensor/call.h"

namespace troupe::tensor {

/// Rows of weight [n, d] at `input`'s indices; the row `padding` gets no gradient.
at::Tensor embedding(const at::Tensor& input, const at::Tensor& weight, c10::optional<int64_t> padding,
                     bool scale_by_frequency);

/// Reduces the rows of each bag: a row of input [bags, k], or what of input [k] begins at each offset.
at::Tensor embedding_bag(const at::Tensor& input, const at::Tensor& weight,
                         const c10::optional<at::Tensor>& offsets, const std::string& mode,
                         const c10::optional<at::Tensor>& sample_weights, c10::optional<int64_t> padding,
                         bool include_last_offset, bool scale_by_frequency);

}  // namespace troupe::tensor

#include "tensor/attention.h"

#include <cmath>
#include <limits>

#include "tensor/fused_attention.h"
#include "tensor/random.h"

namespace troupe::tensor {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

[[noreturn]] void refuse(const std::string& text) { throw Failure{Failure::kArgument, text}; }

void check(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) {
  if (query.dim() < 2 || key.dim() < 2 || value.dim() < 2)
    refuse("query, key and value must be [..., l, e], [..., s, e] and [..., s, v]");
  if (query.size(-1) != key.size(-1))
    refuse("query and key must have the same last size, not " + std::to_string(query.size(-1)) + " and " +
           std::to_string(key.size(-1)));
  if (key.size(-2) != value.size(-2))
    refuse("key and value must be of the same length, not " + std::to_string(key.size(-2)) + " and " +
           std::to_string(value.size(-2)));
  if (query.scalar_type() != key.scalar_type() || key.scalar_type() != value.scalar_type())
    refuse("query, key and value must have the same dtype");
}

/// Each head of key or value as often as there are heads of the query to share it.
at::Tensor shared(const at::Tensor& heads, int64_t wanted) {
  if (heads.dim() < 3 || heads.size(-3) < 1 || wanted % heads.size(-3) != 0)
    refuse("with enableGqa the heads of key and value must divide the query's");
  return heads.size(-3) == wanted ? heads : heads.repeat_interleave(wanted / heads.size(-3), -3);
}

/// How much each query looks at each key, before softmax. They are nobody's but the caller's, and no backward
/// reads them: they may be masked in place.
at::Tensor scores_of(const at::Tensor& query, const at::Tensor& key, bool causal, double scale) {
  at::Tensor scores = at::matmul(query * scale, key.transpose(-2, -1));
  if (!causal) return scores;
  const at::Tensor later =
      at::ones({query.size(-2), key.size(-2)}, query.options().dtype(at::kBool).requires_grad(false))
          .triu_(1);
  return scores.masked_fill_(later, kNever);
}

}  // namespace

at::Tensor plain_attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                           bool causal, double scale) {
  return at::matmul(at::softmax(scores_of(query, key, causal, scale), -1), value);
}

at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                     const c10::optional<at::Tensor>& mask, double dropout, bool causal,
                     c10::optional<double> scale, bool grouped, const Stream& stream) {
  check(query, key, value);
  if (mask && causal) refuse("give either attnMask or isCausal");
  if (mask && mask->scalar_type() != at::kBool && mask->scalar_type() != query.scalar_type())
    refuse(std::string("attnMask must be bool or ") + dtype_name(query.scalar_type()));
  if (grouped && query.dim() < 3) refuse("enableGqa needs heads: [..., heads, l, e]");
  const at::Tensor keys = grouped ? shared(key, query.size(-3)) : key;
  const at::Tensor values = grouped ? shared(value, query.size(-3)) : value;
  const double factor = scale.value_or(1 / std::sqrt(static_cast<double>(query.size(-1))));
  if (!mask && dropout == 0) {
    const at::Tensor fused = fused_attention(query, keys, values, causal, factor);
    return fused.defined() ? fused : plain_attention(query, keys, values, causal, factor);
  }

  at::Tensor scores = scores_of(query, keys, causal, factor);
  at::Tensor blind;
  if (mask) {
    if (mask->scalar_type() == at::kBool)
      scores = at::masked_fill(scores, mask->logical_not(), kNever);
    else
      scores = scores + *mask;
    // A query that may look nowhere has no softmax: its row counts as 0, and so does the gradient.
    blind = scores.detach().eq(kNever).all(-1, true);
    scores = scores.masked_fill(blind, 0);
  }
  at::Tensor weights = at::softmax(scores, -1);
  if (blind.defined()) weights = weights.masked_fill(blind, 0);
  if (dropout != 0) weights = weights * dropout_mask(weights, stream, dropout);
  return at::matmul(weights, values);
}

}  // namespace troupe::tensor

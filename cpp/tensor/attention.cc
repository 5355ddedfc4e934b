#include "tensor/attention.h"

#include <cmath>
#include <limits>

#include "tensor/random.h"

namespace troupe::tensor {
namespace {

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

}  // namespace

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
  constexpr double kNever = -std::numeric_limits<double>::infinity();

  // The scores are nobody's but ours, and no backward reads them: they may be masked in place.
  at::Tensor scores = at::matmul(query * factor, keys.transpose(-2, -1));
  at::Tensor blind;
  if (causal) {
    const at::Tensor later =
        at::ones({query.size(-2), keys.size(-2)}, query.options().dtype(at::kBool).requires_grad(false))
            .triu_(1);
    scores.masked_fill_(later, kNever);
  } else if (mask) {
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

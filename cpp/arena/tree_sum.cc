#include "arena/tree_sum.h"

#include <algorithm>
#include <cstring>

#include "arena/simd.h"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace troupe::arena {
namespace {

TROUPE_SIMD void add(float* out, const float* left, const float* right, int64_t n) noexcept {
  for (int64_t i = 0; i < n; i++) out[i] = left[i] + right[i];
}

/// Sixteen lanes, added up in their order at the end, so that every vector width gives the same bits.
/// `right` may be null: then of `left` alone. Computing the sum once more is cheaper than reading it back.
TROUPE_SIMD double sum_of_squares(const float* left, const float* right, int64_t n) noexcept {
  double lanes[16] = {};
  int64_t i = 0;
  if (right == nullptr) {
    for (; i + 16 <= n; i += 16)
      for (int lane = 0; lane < 16; lane++) {
        const double value = left[i + lane];
        lanes[lane] += value * value;
      }
  } else {
    for (; i + 16 <= n; i += 16)
      for (int lane = 0; lane < 16; lane++) {
        const double value = left[i + lane] + right[i + lane];
        lanes[lane] += value * value;
      }
  }
  for (; i < n; i++) {
    const double value = right == nullptr ? left[i] : left[i] + right[i];
    lanes[i % 16] += value * value;
  }
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  return sum;
}

/// Writes left + right (or left, when `right` is null) to 16-byte aligned memory without reading it first.
void stream(float* out, const float* left, const float* right, int64_t n) noexcept {
  int64_t i = 0;
#if defined(__x86_64__)
  if (right == nullptr)
    for (; i + 4 <= n; i += 4) _mm_stream_ps(out + i, _mm_loadu_ps(left + i));
  else
    for (; i + 4 <= n; i += 4)
      _mm_stream_ps(out + i, _mm_add_ps(_mm_loadu_ps(left + i), _mm_loadu_ps(right + i)));
#endif
  for (; i < n; i++) out[i] = right == nullptr ? left[i] : left[i] + right[i];
}

/// The value of one node over one block: a summand's own memory, or `buffers[level]` when it had to be added
/// up. Recursion as deep as the tree, at most log2(S) = 12 levels of one 16 KiB buffer each.
class BlockSum {
 public:
  BlockSum(const Summand* summands, uint32_t shards) : summands_(summands), shards_(shards) {}

  /// What is left of a node before its last addition; `right` is null when there is none.
  struct Operands {
    const float* left;
    const float* right;
  };

  /// `near` is a buffer for sums on the way.
  Operands operands(core::Node node, uint32_t& next, int64_t at, int64_t n, float* near) noexcept {
    const Summand& summand = summands_[next];
    if (summand.node.level == node.level && summand.node.index == node.index) {
      next++;
      return {summand.values + at, nullptr};
    }
    const core::Node left{node.level - 1, node.index * 2}, right{node.level - 1, node.index * 2 + 1};
    if (right.index >= core::Ledger::nodes_at(shards_, right.level)) return operands(left, next, at, n, near);
    const float* l = value(left, next, at, n, near);
    return {l, value(right, next, at, n, buffers_[right.level])};
  }

  /// The whole of a node: a summand's memory, or `out`.
  const float* value(core::Node node, uint32_t& next, int64_t at, int64_t n, float* out) noexcept {
    const auto [left, right] = operands(node, next, at, n, out);
    if (right == nullptr) return left;
    add(out, left, right, n);
    return out;
  }

 private:
  const Summand* summands_;
  uint32_t shards_;
  alignas(64) static thread_local float buffers_[12][kBlock];
};

thread_local float BlockSum::buffers_[12][kBlock];

}  // namespace

void tree_sum(float* out, const Summand* summands, uint32_t shards, int64_t n, double* squares,
              bool past_cache) noexcept {
  alignas(64) static thread_local float near[kBlock];
  past_cache = past_cache && reinterpret_cast<uintptr_t>(out) % 16 == 0;  // streamed stores fault otherwise
  const core::Node root{core::Ledger::top(shards), 0};
  BlockSum block(summands, shards);
  for (int64_t at = 0; at < n; at += kBlock) {
    const int64_t width = std::min(kBlock, n - at);
    uint32_t next = 0;
    const auto [left, right] = block.operands(root, next, at, width, past_cache ? near : out + at);
    if (squares != nullptr) squares[at / kBlock] = sum_of_squares(left, right, width);
    if (past_cache)
      stream(out + at, left, right, width);
    else if (right != nullptr)
      add(out + at, left, right, width);
    else if (left != out + at)
      std::memcpy(out + at, left, static_cast<size_t>(width) * sizeof(float));
  }
#if defined(__x86_64__)
  // Streamed stores are ordered by nothing else: the publication that follows must not overtake them.
  if (past_cache) _mm_sfence();
#endif
}

void squares_of_blocks(const float* values, int64_t n, double* squares) noexcept {
  for (int64_t at = 0; at < n; at += kBlock)
    squares[at / kBlock] = sum_of_squares(values + at, nullptr, std::min(kBlock, n - at));
}

void add_into(float* left, const float* right, int64_t n) noexcept { add(left, left, right, n); }

}  // namespace troupe::arena

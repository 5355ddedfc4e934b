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
TROUPE_SIMD double sum_of_squares(const float* values, int64_t n) noexcept {
  double lanes[16] = {};
  int64_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (int lane = 0; lane < 16; lane++) {
      const double value = values[i + lane];
      lanes[lane] += value * value;
    }
  for (; i < n; i++) lanes[i % 16] += static_cast<double>(values[i]) * values[i];
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  return sum;
}

/// Copies one block to 16-byte aligned memory without reading it first.
void stream(float* out, const float* values, int64_t n) noexcept {
#if defined(__x86_64__)
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) _mm_stream_ps(out + i, _mm_loadu_ps(values + i));
  for (; i < n; i++) out[i] = values[i];
#else
  std::memcpy(out, values, static_cast<size_t>(n) * sizeof(float));
#endif
}

/// The value of one node over one block: a summand's own memory, or `buffers[level]` when it had to be added
/// up. Recursion as deep as the tree, at most log2(S) = 12 levels of one 16 KiB buffer each.
class BlockSum {
 public:
  BlockSum(const Summand* summands, uint32_t shards) : summands_(summands), shards_(shards) {}

  /// `out` (for the root) or a buffer of the thread receives sums.
  const float* value(core::Node node, uint32_t& next, int64_t at, int64_t n, float* out) noexcept {
    const Summand& summand = summands_[next];
    if (summand.node.level == node.level && summand.node.index == node.index) {
      next++;
      return summand.values + at;
    }
    const core::Node left{node.level - 1, node.index * 2}, right{node.level - 1, node.index * 2 + 1};
    if (right.index >= core::Ledger::nodes_at(shards_, right.level)) return value(left, next, at, n, out);
    const float* l = value(left, next, at, n, out);
    const float* r = value(right, next, at, n, buffers_[right.level]);
    add(out, l, r, n);
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
    float* to = past_cache ? near : out + at;
    uint32_t next = 0;
    const float* value = block.value(root, next, at, width, to);
    if (squares != nullptr) squares[at / kBlock] = sum_of_squares(value, width);
    if (past_cache)
      stream(out + at, value, width);
    else if (value != to)
      std::memcpy(to, value, static_cast<size_t>(width) * sizeof(float));
  }
#if defined(__x86_64__)
  // Streamed stores are ordered by nothing else: the publication that follows must not overtake them.
  if (past_cache) _mm_sfence();
#endif
}

void add_into(float* left, const float* right, int64_t n) noexcept { add(left, left, right, n); }

}  // namespace troupe::arena

// Summing gradients in one fixed binary tree, whoever holds which part of it.
#pragma once
#include <cstdint>

#include "core/ledger.h"

namespace troupe::arena {

/// Statistics are kept per block of so many elements; block borders depend on the parameter layout alone.
constexpr int64_t kBlock = 4096;

/// One published node: where in the tree it stands and where its values lie.
struct Summand {
  core::Node node;
  const float* values;
};

/// Writes the value of the tree's root, elements [0, n), to `out`: value(node) = value(left) + value(right),
/// a missing right child leaves the left unchanged. `summands` tile the `shards` leaves in order.
///
/// `squares`, if not null, receives per block the sum of squares in double (infinite or NaN as soon as an
/// element is). Any partition of the elements into calls at block borders gives the same bits.
///
/// `past_cache` writes around the caches: right where the results are larger than the caches anyway, because
/// a plain store first reads what it overwrites, a third more traffic.
void tree_sum(float* out, const Summand* summands, uint32_t shards, int64_t n, double* squares,
              bool past_cache) noexcept;

/// The sums of squares alone, of `n` elements that need no adding up.
void squares_of_blocks(const float* values, int64_t n, double* squares) noexcept;

/// From so many elements on, results do not stay in a cache until they are used.
constexpr int64_t kPastCache = int64_t{8} << 20;

/// left += right: one inner node of the tree, in place.
void add_into(float* left, const float* right, int64_t n) noexcept;

}  // namespace troupe::arena

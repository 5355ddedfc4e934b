// How long a step takes, and from it how long an agent may stand still.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

#include "core/ledger.h"
#include "core/memory.h"

namespace troupe::core {

using Nanoseconds = std::chrono::nanoseconds;

/// Steps that a measure is made of.
constexpr uint64_t kPaceSteps = 15;
/// Fewer are no measure: the first steps compile code and touch memory.
constexpr uint64_t kLeastPace = 3;

/// When `step` was applied, in monotonic nanoseconds; 0 where nobody knows any more.
inline uint64_t applied_ns(const Ledger& ledger, uint64_t step) {
  constexpr uint32_t kApplied = 4;
  const uint64_t* record = ledger.history_of(step);
  return SharedMemory::load(&record[0]) == step + 1 ? SharedMemory::load(&record[kApplied]) : 0;
}

/// How long the last steps before `step` took, from the times at which they were applied; zeros while too few
/// are.
struct Pace {
  Nanoseconds median{0};
  Nanoseconds longest{0};
};

inline Pace pace_before(const Ledger& ledger, uint64_t step) {
  uint64_t durations[kPaceSteps];
  uint64_t count = 0, later = 0;
  for (uint64_t k = 1; k <= kPaceSteps + 1 && k <= step; k++) {
    const uint64_t applied = applied_ns(ledger, step - k);
    if (applied == 0) break;
    if (k > 1 && applied <= later) durations[count++] = later - applied;
    later = applied;
  }
  if (count < kLeastPace) return {};
  std::nth_element(durations, durations + count / 2, durations + count);
  return {Nanoseconds(durations[count / 2]), Nanoseconds(*std::max_element(durations, durations + count))};
}

/// What is allowed.
struct Patience {
  /// However fast the steps are, an agent may stand still for this long, less a tenth for noticing it.
  Nanoseconds least{std::chrono::seconds(1)};
  /// While nothing is measured.
  Nanoseconds unmeasured{std::chrono::seconds(30)};
  static constexpr int kSteps = 10;

  /// The hard deadline, by the median step (0: unknown). Each fence in the same step doubles it: a shard that
  /// really takes long is computed in the end.
  Nanoseconds hard(Nanoseconds median, uint32_t fences) const {
    if (median == Nanoseconds(0)) return unmeasured;
    return std::max(least, kSteps * median) * 9 / 10 * (int64_t{1} << std::min(fences, 10u));
  }
};

}  // namespace troupe::core

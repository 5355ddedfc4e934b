// When the memory checkpoint takes its next snapshot.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace troupe::core {

/// What is known after a snapshot was sealed.
struct SnapshotMeasure {
  using Duration = std::chrono::nanoseconds;

  uint64_t bytes;    ///< of the state
  Duration step;     ///< the median step, 0 while unknown
  Duration longest;  ///< the longest one of late
  Duration opening;  ///< from a snapshot's opening, within an update, to the border that the update leads to
  Duration sealing;  ///< from the border of the snapshot to its seal
  Duration processor;  ///< what copying and sealing took of a processor
};

/// Up to this size the bound below holds whatever it costs.
constexpr uint64_t kSmallState = 64u << 20;
constexpr std::chrono::milliseconds kLeastRedone{250};
/// A larger state may cost one part in so many of a processor's time.
constexpr int kMostCost = 100;

/// The work that a killed process does again at most: 250 ms, or two steps where these are longer.
inline SnapshotMeasure::Duration promised_redone(SnapshotMeasure::Duration step) {
  return std::max<SnapshotMeasure::Duration>(kLeastRedone, 2 * step);
}

/// How long after it was asked for a snapshot may be sealed: whoever asks just behind the point at which the
/// running step would open one waits for the next step to get there, then for its border, then for the copy.
inline SnapshotMeasure::Duration latest_seal(const SnapshotMeasure& measure) {
  return measure.longest + measure.opening + measure.sealing;
}

/// How long after the border of one snapshot the next is asked for: as late as the promise allows, because
/// every snapshot costs a copy of the state.
///
/// Counted from the latest death that finds the older one: just before the next is sealed. Who updates a
/// chunk before it is copied pays for a copy too, so the cost counts double.
inline SnapshotMeasure::Duration ask_after(const SnapshotMeasure& measure) {
  using Duration = SnapshotMeasure::Duration;
  const Duration late = latest_seal(measure);
  const Duration pause = std::max(promised_redone(measure.step) - late, Duration(0));
  if (measure.bytes <= kSmallState) return pause;
  return std::max(pause, kMostCost * 2 * measure.processor - late);
}

/// The work that may have to be done again when it goes on like this: more than promised when a large state
/// stretches the interval.
inline SnapshotMeasure::Duration expected_redone(const SnapshotMeasure& measure) {
  const auto pause = ask_after(measure), promised = promised_redone(measure.step);
  return pause == pause.zero() ? promised : std::max(promised, pause + latest_seal(measure));
}

}  // namespace troupe::core

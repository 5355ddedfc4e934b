// Armed faults: where a target stands still, and what work is reserved for it so that its fault fires.
#pragma once
#include "core/ledger.h"

namespace troupe::core {

/// One fault as main armed it: a control word and the item reserved for it (a shard, a chunk or an evaluation
/// batch).
///
///     63         36 35     32 31     16 15          2 1    0
///     | step (28)  | phase (4) | agent (16) | unused     | state |
struct Armed {
  enum State : uint32_t { kOff = 0, kArmed = 1, kReached = 2 };
  uint64_t step;
  uint32_t phase;
  uint32_t agent;
  State state;

  constexpr uint64_t bits() const {
    return (step << 36) | (uint64_t{phase} << 32) | (uint64_t{agent} << 16) | state;
  }
  static constexpr Armed of(uint64_t bits) {
    return {bits >> 36, static_cast<uint32_t>(bits >> 32) & 15, static_cast<uint32_t>(bits >> 16) & 0xffff,
            static_cast<State>(bits & 3)};
  }
};

/// The faults as one agent sees them. Without faults every call is a comparison with zero.
template <class Memory>
class ArmedFaults {
 public:
  ArmedFaults(const Ledger& ledger, uint32_t agent) : ledger_(ledger), agent_(agent) {}

  /// Whether this agent has reached a point where it must stand still; marks the fault as reached.
  bool reached(uint64_t step, uint32_t phase) {
    const uint32_t f = find(step, [&](uint32_t armed) { return armed == phase; });
    if (f == ledger_.shape.faults) return false;
    uint64_t bits = Memory::load(&ledger_.faults[2 * f]);
    Armed armed = Armed::of(bits);
    if (armed.state != Armed::kArmed) return false;
    armed.state = Armed::kReached;
    return Memory::exchange_if(&ledger_.faults[2 * f], bits, armed.bits());
  }

  /// Whether a fault of this agent waits at `phase` of `step`.
  bool mine(uint64_t step, uint32_t phase) const {
    return find(step, [&](uint32_t armed) { return armed == phase; }) < ledger_.shape.faults;
  }

  /// The shard reserved for this agent in `step`, or -1.
  int64_t my_shard(uint64_t step) const {
    const uint32_t f = find(step, needs_shard);
    return f == ledger_.shape.faults ? -1 : static_cast<int64_t>(Memory::load(&ledger_.faults[2 * f + 1]));
  }

  /// Whether `item` is kept for another agent that lives. `phase` is kForward for every claim on a shard. Of
  /// two faults that want the same item, the one armed first goes first.
  bool reserved(uint64_t step, uint32_t phase, uint32_t item) const {
    if (ledger_.shape.faults == 0) return false;
    const auto concerns = [&](uint32_t armed) {
      return phase == kForward ? needs_shard(armed) : armed == phase;
    };
    const uint32_t own = find(step, concerns);
    for (uint32_t f = 0; f < own; f++) {
      const Armed armed = Armed::of(Memory::load(&ledger_.faults[2 * f]));
      if (armed.state == Armed::kOff || armed.agent == agent_ || armed.step != step) continue;
      if (!concerns(armed.phase) || !alive(armed.agent)) continue;
      const uint64_t kept = Memory::load(&ledger_.faults[2 * f + 1]);
      if (phase == kDecide || phase == kCommit ||
          (armed.phase == kMerge ? kept >> 1 == item >> 1 : kept == item))
        return true;
    }
    return false;
  }

 private:
  static bool needs_shard(uint32_t phase) { return phase >= kData && phase <= kPublish; }

  /// The first armed fault of this agent in `step` whose phase `concerns` accepts, or the number of faults.
  template <class Concerns>
  uint32_t find(uint64_t step, Concerns concerns) const {
    uint32_t f = 0;
    for (; f < ledger_.shape.faults; f++) {
      const Armed armed = Armed::of(Memory::load(&ledger_.faults[2 * f]));
      if (armed.state == Armed::kArmed && armed.agent == agent_ && armed.step == step &&
          concerns(armed.phase))
        break;
    }
    return f;
  }

  bool alive(uint32_t agent) const {
    const uint64_t seat = Memory::load(&ledger_.seat_of[agent]);
    return seat != 0 && Life::of(Memory::load(&ledger_.lives[seat - 1])).state == Life::kAlive;
  }

  const Ledger& ledger_;
  uint32_t agent_;
};

}  // namespace troupe::core

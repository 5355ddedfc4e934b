// Armed faults: where a target stands still, and what work is reserved for it so that its fault fires.
#pragma once
#include "core/ledger.h"

namespace troupe::core {

/// One fault as main armed it: a control word, and a word with the item reserved for it (a shard, a chunk or
/// an evaluation batch) and a duration.
///
///     63         36 35     32 31     16 15   8  7       6         5   2 1    0        63         32 31     0
///     | step (28)  | phase (4) | agent (16) | unused | check | lasting | act | state |     | ms        |
///     item  |
///
/// A lasting one spoils all values from its step on; others happen once. With `check` the shard kept for the
/// target is one that another computes and the target computes again.
struct Armed {
  enum State : uint32_t { kOff = 0, kArmed = 1, kReached = 2 };
  /// What the target does at its point.
  enum Act : uint32_t {
    kStand = 0,  ///< goes back to its caller, who acts or waits for its end
    kSleep = 1,  ///< hangs right there, in native code, for `ms`; then it goes on as if nothing had been
    kPass = 2,   ///< goes on; the point is only noted
    kNan = 3,    ///< from here on: goes on, and a value that it computed is spoilt
    kFlip = 4,
  };
  uint64_t step;
  uint32_t phase;
  uint32_t agent;
  State state;
  Act act = kStand;
  bool lasting = false;
  bool check = false;

  constexpr bool spoils() const { return act >= kNan; }
  constexpr uint64_t bits() const {
    return (step << 36) | (uint64_t{phase} << 32) | (uint64_t{agent} << 16) | (uint64_t{check} << 7) |
           (uint64_t{lasting} << 6) | (uint64_t{act} << 2) | state;
  }
  static constexpr Armed of(uint64_t bits) {
    return {bits >> 36,
            static_cast<uint32_t>(bits >> 32) & 15,
            static_cast<uint32_t>(bits >> 16) & 0xffff,
            static_cast<State>(bits & 3),
            static_cast<Act>(bits >> 2 & 15),
            (bits >> 6 & 1) != 0,
            (bits >> 7 & 1) != 0};
  }
};

/// The second word of a fault.
constexpr uint64_t armed_item(uint32_t item, uint32_t ms) { return (uint64_t{ms} << 32) | item; }

/// The faults as one agent sees them. Without faults every call is a comparison with zero.
template <class Memory>
class ArmedFaults {
 public:
  ArmedFaults(const Ledger& ledger, uint32_t agent) : ledger_(ledger), agent_(agent) {}

  /// Whether this agent has reached a point where it must stand still; marks the fault as reached. One that
  /// makes it hang in native code does so in here. `checking`: it computes another's shard again.
  bool reached(uint64_t step, uint32_t phase, bool checking) {
    const uint32_t f = find(step, stands_at(phase, checking));
    if (f == ledger_.shape.faults) return false;
    uint64_t bits = Memory::load(&ledger_.faults[2 * f]);
    Armed armed = Armed::of(bits);
    if (armed.state != Armed::kArmed) return false;
    armed.state = Armed::kReached;
    const uint64_t ms = Memory::load(&ledger_.faults[2 * f + 1]) >> 32;
    if (!Memory::exchange_if(&ledger_.faults[2 * f], bits, armed.bits())) return false;
    if (armed.act == Armed::kSleep) Memory::hang(ms);
    return armed.act == Armed::kStand;
  }

  /// Whether a fault of this agent waits at `phase` of `step`.
  bool mine(uint64_t step, uint32_t phase) const {
    return find(step, stands_at(phase, false)) < ledger_.shape.faults;
  }

  /// Whether a fault of this agent waits for it to compute `shard` of another's again.
  bool checks(uint64_t step, uint32_t shard) const {
    if (ledger_.shape.faults == 0) return false;
    const uint32_t f = find(step, [](const Armed& armed) { return armed.check; });
    return f < ledger_.shape.faults && kept_for(f) == shard;
  }

  /// What a fault does to the value of `shard`, which this agent has just computed, for the step itself or to
  /// check another's; marks the fault as reached.
  Armed::Act spoils(uint64_t step, uint32_t shard, bool checking) const {
    for (uint32_t f = 0; f < ledger_.shape.faults; f++) {
      uint64_t bits = Memory::load(&ledger_.faults[2 * f]);
      Armed armed = Armed::of(bits);
      if (armed.state == Armed::kOff || !armed.spoils() || armed.agent != agent_) continue;
      const bool now = armed.check == checking && armed.step == step && armed.state == Armed::kArmed &&
                       kept_for(f) == shard;
      if (!now && !(armed.lasting && armed.step <= step && armed.state == Armed::kReached)) continue;
      armed.state = Armed::kReached;
      if (now) Memory::exchange_if(&ledger_.faults[2 * f], bits, armed.bits());
      return armed.act;
    }
    return Armed::kStand;
  }

  /// The shard reserved for this agent in `step`, or -1.
  int64_t my_shard(uint64_t step) const {
    const uint32_t f =
        find(step, [](const Armed& armed) { return needs_shard(armed.phase) && !armed.check; });
    return f == ledger_.shape.faults ? -1 : static_cast<int64_t>(kept_for(f));
  }

  /// Whether `item` is kept for another agent that lives. `phase` is kForward for every claim on a shard, and
  /// `check` says that it is one on computing it again. Of two faults that want the same item, the one armed
  /// first goes first.
  bool reserved(uint64_t step, uint32_t phase, uint32_t item, bool check = false) const {
    if (ledger_.shape.faults == 0) return false;
    const auto concerns = [&](const Armed& armed) {
      // Whoever opens a checkpoint's snapshot updates chunk 0.
      if (phase == kUpdate && armed.phase == kCheckpoint) return true;
      return phase == kForward ? needs_shard(armed.phase) && armed.check == check : armed.phase == phase;
    };
    const uint32_t own = find(step, concerns);
    for (uint32_t f = 0; f < own; f++) {
      const Armed armed = Armed::of(Memory::load(&ledger_.faults[2 * f]));
      if (armed.state == Armed::kOff || armed.agent == agent_ || armed.step != step) continue;
      // What has spoilt its value holds nothing back any more: its target goes on.
      if (armed.spoils() && armed.state == Armed::kReached) continue;
      if (!concerns(armed) || !alive(armed.agent)) continue;
      const uint64_t kept = kept_for(f);
      if (phase == kDecide || phase == kCommit ||
          (armed.phase == kMerge ? kept >> 1 == item >> 1 : kept == item))
        return true;
    }
    return false;
  }

 private:
  uint32_t kept_for(uint32_t f) const {
    return static_cast<uint32_t>(Memory::load(&ledger_.faults[2 * f + 1]));
  }
  static auto stands_at(uint32_t phase, bool checking) {
    return [=](const Armed& armed) {
      return !armed.spoils() && armed.phase == phase && armed.check == checking;
    };
  }
  static bool needs_shard(uint32_t phase) { return phase >= kData && phase <= kPublish; }

  /// The first armed fault of this agent in `step` that `concerns` accepts, or the number of faults.
  template <class Concerns>
  uint32_t find(uint64_t step, Concerns concerns) const {
    uint32_t f = 0;
    for (; f < ledger_.shape.faults; f++) {
      const Armed armed = Armed::of(Memory::load(&ledger_.faults[2 * f]));
      if (armed.state == Armed::kArmed && armed.agent == agent_ && armed.step == step && concerns(armed))
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

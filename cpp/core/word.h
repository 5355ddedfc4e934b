// The 64-bit word that all coordination is written in.
#pragma once
#include <cstdint>

namespace troupe::core {

/// A round is (step, attempt). Its tag orders rounds and is never 0, so that zeroed memory is older than all.
///
///     63            36 35        30        a tag is the upper 34 bits of a word
///     | step + 1 (28) | attempt (6) |
struct Round {
  uint64_t step;
  uint32_t attempt;

  constexpr uint64_t tag() const { return ((step + 1) << 6) | attempt; }
  static constexpr Round of(uint64_t tag) { return {(tag >> 6) - 1, static_cast<uint32_t>(tag & 63)}; }
  constexpr Round next_step() const { return {step + 1, 0}; }
  constexpr Round next_attempt() const { return {step, attempt + 1}; }
};

constexpr uint64_t kMaxSteps = (1ull << 28) - 2;
constexpr uint32_t kMaxAttempts = 63;
constexpr uint32_t kMaxSeats = 256;
constexpr uint32_t kMaxIncarnations = 1024;
constexpr uint32_t kMaxShards = 4096;

/// A claim or a publication: who, in which round, and where it lies.
///
///     63      30 29     22 21           12 11       0
///     | tag (34) | seat (8) | incarnation (10) | place (12) |
///
/// A seat (a ledger row, a bank of slots and a result region) belongs to one incarnation of one agent and is
/// not given away while a word of the current round may name it, so (seat, incarnation) names the agent too.
/// `place` is the slot of a node word, and 0 or a mark elsewhere.
struct Word {
  uint64_t tag;
  uint32_t seat;
  uint32_t incarnation;
  uint32_t place;

  constexpr uint64_t bits() const {
    return (tag << 30) | (uint64_t{seat} << 22) | (uint64_t{incarnation} << 12) | place;
  }
  static constexpr Word of(uint64_t bits) {
    return {bits >> 30, static_cast<uint32_t>(bits >> 22) & 0xff, static_cast<uint32_t>(bits >> 12) & 0x3ff,
            static_cast<uint32_t>(bits) & 0xfff};
  }
};

/// The life of a seat: which incarnation of which agent sits there, and whether it may still speak.
///
///     63         48 47          32 31        3 2     0
///     | agent (16)  | incarnation (16) | unused  | state (3) |
struct Life {
  enum State : uint32_t { kEmpty = 0, kAdmitted = 1, kAlive = 2, kRetired = 3 };
  uint32_t agent;
  uint32_t incarnation;
  State state;

  constexpr uint64_t bits() const { return (uint64_t{agent} << 48) | (uint64_t{incarnation} << 32) | state; }
  static constexpr Life of(uint64_t bits) {
    return {static_cast<uint32_t>(bits >> 48), static_cast<uint32_t>(bits >> 32) & 0xffff,
            static_cast<State>(bits & 7)};
  }
};

/// What a decision says of its step.
/// `kSkip` commits the step and applies nothing of its gradient.
enum class Verdict : uint32_t { kApply = 1, kRetry = 2, kStop = 3, kFail = 4, kSkip = 5 };

/// The phases of a step, in the order of docs/exact-step.md; the numbers are shared with src/faults/points.
enum Phase : uint32_t {
  kNoPhase = 0,
  kData,
  kForward,
  kBackward,
  kMerge,
  kPublish,
  kSum,
  kDecide,
  kUpdate,
  kCommit,
  kEvaluate,
  kCheckpoint,
  kJoin,
};

}  // namespace troupe::core

// The rules of the protocol that replaced an obvious alternative.
//
// Each is a constant, true in everything that trains. The explorer (test/cpp/explorer) turns them off one
// at a time and must then find the schedule that breaks the step; a rule nobody can break is not a rule.
#pragma once

namespace troupe::core {

struct Rules {
  /// A sum uses the one cover that was frozen by naming a row, never what is published when it looks.
  static constexpr bool kFrozenCover = true;
  /// A summer writes into its own result region, never into memory that its successor writes too.
  static constexpr bool kOwnResults = true;
  /// A seat is given away after the commit of the step during which its thread ended, not at the exit.
  static constexpr bool kSeatsOutliveStep = true;
  /// A claim of a retired incarnation is read as free, instead of being cleared once at retirement.
  static constexpr bool kClaimsReadAsFree = true;
  /// `retry` raises the attempt, instead of clearing the words of the round.
  static constexpr bool kRetryIsNewAttempt = true;
  /// One slot per shard, instead of the log2(S) + 1 that an undisturbed range needs.
  static constexpr bool kSlotPerShard = true;
  /// A newcomer joins in the middle of a step when nobody else is alive.
  static constexpr bool kJoinAtOnceWhenAlone = true;
  /// A claim on a chunk's update is never taken over.
  static constexpr bool kUpdateClaimsStay = true;
  /// A row (a seat) is not given away before its thread has ended.
  static constexpr bool kRowsOutliveThread = true;
  /// An updater puts aside what a snapshot still needs, instead of leaving it to the copier.
  static constexpr bool kSnapshotStaged = true;
  /// Nothing is decided before all that is computed twice agrees.
  static constexpr bool kAgreedBeforeDecision = true;
  /// Another agent than the one that published a shard computes it again, where there is another.
  static constexpr bool kAnotherChecks = true;
  /// What differs from a published value is immutable like that one, until it is settled which is wrong.
  static constexpr bool kDisputedStays = true;
  /// A wrong value is left behind by a new attempt, instead of computing it once more in this one.
  static constexpr bool kDisputeIsNewAttempt = true;
  /// A shard that somebody else has taken meanwhile is not begun: the two would count as one.
  static constexpr bool kBegunByOwner = true;
};

}  // namespace troupe::core

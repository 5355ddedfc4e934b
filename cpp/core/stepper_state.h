// What an agent keeps between two moves of its stepper: its own unpublished slots and what it reads from
// rows.
#pragma once
#include "core/cover.h"

namespace troupe::core {

/// What the caller must do when `next` returns.
enum class Action : uint32_t {
  kCompute = 1,   ///< compute shard `state.shard` of the step, then call `computed`
  kEvaluate = 2,  ///< evaluate batch `state.evaluation`, then call `evaluated`
  kDecide = 3,    ///< make the decision, then call `decided`
  kSlice = 4,     ///< waited for a slice of time; serve the event loop and call again
  kFinished = 5,  ///< no further step: the limit is reached, or the decision says stop or fail
  kAborted = 6,   ///< main has given the run up
  kRetired = 7,   ///< this incarnation was fenced; whatever it does is refused
  kLeft = 9,      ///< it was asked to leave, and holds nothing any more
  kHalted = 8,    ///< an armed fault takes this agent at phase `state.halted`: stand still
};

/// A node whose value lies, unpublished, in a slot of this agent.
struct Held {
  Node node;
  uint32_t slot;
};

/// Plain memory, so that the explorer can copy it; the arrays belong to whoever made the state.
struct StepperState {
  uint64_t tag;     ///< the round everything below belongs to; 0 before the first
  Action action;    ///< what the caller was last asked to do
  uint32_t halted;  ///< the phase at which a fault made this agent stand still, or 0
  uint32_t wait;    ///< the Lap that a wait is charged to
  bool arrived, closing, computing, evaluating, leaving;
  bool checking;                ///< `computing` is a check of another's shard
  uint64_t arrived_at;          ///< the step during which a newcomer became ready
  uint32_t shard, slot, batch;  ///< while `computing`
  uint32_t taken_from;  ///< 1 + the seat of the retired agent that had begun this shard, or 0; ~0: an older
                        ///< attempt
  uint32_t evaluation;  ///< while `evaluating`
  uint32_t slots;       ///< how many slots the seat has: S
  uint32_t held_count, free_count, cover_count;
  uint64_t cover_word;     ///< the word whose cover `cover` holds, or 0
  uint64_t decision_word;  ///< the word whose decision `record` holds, or 0

  Held* held;        ///< [shards]
  uint32_t* free;    ///< [shards], a stack: the slot used last is warm, and is used first
  CoverNode* cover;  ///< [shards]
  uint64_t* record;  ///< [scalars], the bits of the decision's doubles

  /// A new round: whatever this agent held or published before is its own to overwrite.
  void begin(uint64_t round) {
    tag = round;
    computing = evaluating = checking = false;
    held_count = cover_count = 0;
    cover_word = decision_word = 0;
    free_count = slots;
    for (uint32_t i = 0; i < slots; i++) free[i] = slots - 1 - i;
  }

  int held_at(Node node) const {
    for (uint32_t i = 0; i < held_count; i++)
      if (held[i].node.level == node.level && held[i].node.index == node.index) return static_cast<int>(i);
    return -1;
  }
  void hold(Node node, uint32_t in) { held[held_count++] = {node, in}; }
  void drop(uint32_t i) {
    for (uint32_t k = i + 1; k < held_count; k++) held[k - 1] = held[k];
    held_count--;
  }
  uint32_t take_slot() { return free[--free_count]; }
  void release(uint32_t unused) { free[free_count++] = unused; }
};

}  // namespace troupe::core

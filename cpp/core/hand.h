// One agent's hand in a step: what all parts of its stepper share.
#pragma once
#include "core/armed.h"
#include "core/claims.h"

namespace troupe::core {

/// How a part of the stepper ended its turn.
enum class Move {
  kAgain,    ///< something changed: look at the ledger anew
  kAction,   ///< the caller has something to do: `state.action`
  kNothing,  ///< there is nothing for this agent here at the moment
};

/// `Memory` touches words (memory.h), `Work` touches tensors and slots, `Rule` is rules.h. The work and the
/// state outlive it.
template <class Memory, class Work, class Rule>
class Hand {
 public:
  Hand(const Ledger& all, Work& tensors, uint32_t place, StepperState& own)
      : ledger(all),
        work(tensors),
        seat(place),
        state(own),
        claims(ledger, seat, state),
        faults(ledger, claims.life().agent) {}
  Hand(const Hand&) = delete;

  Round round() const { return Round::of(state.tag); }

  Move act(Action action) {
    state.action = action;
    return Move::kAction;
  }

  /// Every point of a step passes here: it is also where the row says how far the agent is. True when a fault
  /// takes the agent there.
  bool halts(uint32_t phase) {
    const uint32_t item = phase == kEvaluate ? state.evaluation : state.shard;
    Memory::note(ledger.row(seat) + kRowDoing, Doing{phase, item}.bits());
    if (ledger.shape.faults == 0 || !faults.reached(round().step, phase, state.checking)) return false;
    state.halted = phase;
    return true;
  }

  void announce() { Memory::announce(ledger.event, ledger.waiters); }
  void progress() { Memory::count(ledger.row(seat) + kRowProgress); }

  /// Reads the cover that `named` names, once; false when its row belongs to a later round by now.
  bool know_cover(uint64_t named) {
    if (state.cover_word == named) return true;
    state.cover_count = Rule::kFrozenCover ? read_cover<Memory>(ledger, Word::of(named), state.cover)
                                           : find_published<Memory>(ledger, state.tag, state.cover);
    if (state.cover_count == 0) return false;
    state.cover_word = named;
    return true;
  }

  /// Where this agent starts to look for chunks: agents that start apart rarely want the same one.
  uint32_t first_chunk() const {
    const uint64_t begin = Memory::load(&ledger.ranges[claims.life().agent]) >> 32;
    // An empty range may lie behind the last shard.
    return static_cast<uint32_t>(begin * ledger.shape.chunks / ledger.shape.shards) % ledger.shape.chunks;
  }

  const Ledger ledger;
  Work& work;
  const uint32_t seat;
  StepperState& state;
  const Claims<Memory, Rule> claims;
  ArmedFaults<Memory> faults;
};

}  // namespace troupe::core

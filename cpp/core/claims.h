// One agent's claims and publications: how any word of the ledger comes to name its seat.
#pragma once
#include "core/rules.h"
#include "core/seats.h"
#include "core/stepper_state.h"

namespace troupe::core {

/// Holds for the round in `state`; the ledger and the state outlive it.
template <class Memory, class Rule>
class Claims {
 public:
  Claims(const Ledger& ledger, uint32_t seat, const StepperState& state)
      : ledger_(ledger), seat_(seat), life_(Life::of(Memory::load(&ledger.lives[seat]))), state_(state) {}

  uint32_t seat() const { return seat_; }
  const Life& life() const { return life_; }

  /// The word that names this seat in this round.
  uint64_t mine(uint32_t place = 0) const {
    return Word{state_.tag, seat_, life_.incarnation & 0x3ff, place}.bits();
  }

  /// A word of an older round, or claimed in this one by an incarnation that is retired.
  bool claimable(Word word) const {
    if (word.tag < state_.tag) return true;
    return Rule::kClaimsReadAsFree && word.tag == state_.tag && retired<Memory>(ledger_, word);
  }

  bool claim(uint64_t* word, uint64_t seen, uint32_t place = 0) const {
    return Memory::exchange_if(word, seen, mine(place));
  }

  /// Names this seat in `word` for this round, from an older round only; else counts a refusal.
  bool publish(uint64_t* word, uint32_t place = 0) const {
    uint64_t seen = Memory::load(word);
    while (Word::of(seen).tag < state_.tag)
      if (Memory::exchange_if(word, seen, mine(place))) return true;
    Memory::count(ledger_.row(seat_) + kRowRefused);
    return false;
  }

 private:
  const Ledger& ledger_;
  uint32_t seat_;
  Life life_;
  const StepperState& state_;
};

}  // namespace troupe::core

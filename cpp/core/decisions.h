// The decision of a step: made by one agent, named once, read by all.
#pragma once
#include "core/hand.h"

namespace troupe::core {

/// What an agent writes when it decides, and what it finds when somebody has.
template <class Memory, class Work, class Rule>
class Decisions {
 public:
  explicit Decisions(Hand<Memory, Work, Rule>& hand)
      : hand_(hand), ledger_(hand.ledger), state_(hand.state) {}

  /// Writes the record into this agent's row and names it, unless another decision was named.
  void decided(const uint64_t* record) {
    write_record<Memory>(ledger_.decision_of(hand_.seat), state_.tag, [&](uint64_t* words) {
      for (uint32_t i = 0; i < ledger_.shape.scalars; i++) Memory::store(&words[i], record[i]);
    });
    hand_.claims.publish(ledger_.decision);
    hand_.announce();
    hand_.work.lap(kLapSum);
  }

  /// Reads the record that `named` names into the state; false when it belongs to a later round by now.
  bool know(uint64_t named) {
    if (state_.decision_word == named) return true;
    const auto copy = [&](const uint64_t* words) {
      for (uint32_t i = 0; i < ledger_.shape.scalars; i++) state_.record[i] = Memory::load(&words[i]);
      return true;
    };
    if (!read_record<Memory>(ledger_.decision_of(Word::of(named).seat), state_.tag, copy)) return false;
    state_.decision_word = named;
    return true;
  }

  /// The attempt of every word rises, so that nothing of the old one can be taken for the new one's.
  Move retry() {
    if constexpr (Rule::kRetryIsNewAttempt) {
      uint64_t seen = state_.tag;
      Memory::exchange_if(ledger_.round, seen, hand_.round().next_attempt().tag());
    } else {
      forget_round();
    }
    hand_.announce();
    return Move::kAgain;
  }

  /// Whether an earlier attempt of this step said `retry`. All who decide this round get the same answer:
  /// only a round that answers no is remembered.
  bool retried_before() {
    uint64_t seen = Memory::load(ledger_.retried);
    while (seen < state_.tag) {
      if (Round::of(seen).step == hand_.round().step) return true;
      if (Memory::exchange_if(ledger_.retried, seen, state_.tag)) break;
    }
    return false;
  }

  /// In the next attempt others compute the shards of the agent on `seat`, if there are others.
  void suspect(uint32_t seat) {
    const uint64_t next = hand_.round().next_attempt().tag();
    uint64_t* word = &ledger_.suspects[Life::of(Memory::load(&ledger_.lives[seat])).agent];
    uint64_t seen = Memory::load(word);
    while (seen < next && !Memory::exchange_if(word, seen, next)) {
    }
  }

  /// Calls `found` with each published node that is not finite. False when the round has moved on meanwhile:
  /// then what was read says nothing about anybody.
  template <class Found>
  bool find_spoilt(Found found) {
    const uint64_t named = Memory::load(ledger_.cover);
    if (Word::of(named).tag != state_.tag || !hand_.know_cover(named)) return false;
    for (uint32_t i = 0; i < state_.cover_count; i++)
      if (!hand_.work.finite(state_.cover[i])) found(state_.cover[i]);
    return Memory::load(ledger_.round) == state_.tag;
  }

 private:
  /// What `retry` would do without attempts: clear every word of the round.
  void forget_round() {
    const LedgerShape& shape = ledger_.shape;
    for (uint32_t i = 0; i < Ledger::node_count(shape.shards); i++)
      Memory::store(&ledger_.nodes[i], uint64_t{0});
    for (uint32_t i = 0; i < shape.shards; i++) Memory::store(&ledger_.shard_claims[i], uint64_t{0});
    for (uint32_t i = 0; i < shape.chunks; i++) Memory::store(&ledger_.sum_claims[i], uint64_t{0});
    for (uint32_t i = 0; i < shape.chunks; i++) Memory::store(&ledger_.sums[i], uint64_t{0});
    Memory::store(ledger_.cover, uint64_t{0});
    Memory::store(ledger_.decision, uint64_t{0});
    state_.begin(state_.tag);
  }

  Hand<Memory, Work, Rule>& hand_;
  const Ledger& ledger_;
  StepperState& state_;
};

}  // namespace troupe::core

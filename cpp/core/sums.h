// The sum over the frozen cover, chunk by chunk.
#pragma once
#include "core/hand.h"

namespace troupe::core {

/// Sums chunks nobody has claimed; `complete` when all are published. A chunk's result lies in its summer's
/// own region, so one that wakes up late harms nobody: its publication is refused.
///
/// @param named the word that names the cover
template <class Memory, class Work, class Rule>
Move sum_chunks(Hand<Memory, Work, Rule>& hand, uint64_t named, bool& complete) {
  const Ledger& ledger = hand.ledger;
  StepperState& state = hand.state;
  if (!hand.know_cover(named)) return Move::kAgain;
  complete = true;
  bool moved = false;
  const uint32_t chunks = ledger.shape.chunks;
  for (uint32_t i = 0, c = hand.first_chunk(); i < chunks; i++, c = c + 1 == chunks ? 0 : c + 1) {
    const uint64_t done = Memory::load(&ledger.sums[c]);
    if (Word::of(done).tag == state.tag) continue;
    const uint64_t claimed = Memory::load(&ledger.sum_claims[c]);
    if (!hand.claims.claimable(Word::of(claimed)) || hand.faults.reserved(hand.round().step, kSum, c)) {
      complete = false;
      continue;
    }
    if (hand.halts(kSum)) {
      hand.announce();
      return hand.act(Action::kHalted);
    }
    if (!hand.claims.claim(&ledger.sum_claims[c], claimed)) {
      complete = false;
      continue;
    }
    hand.work.sum(state.cover, state.cover_count, c);
    hand.claims.publish(&ledger.sums[c]);
    hand.progress();
    moved = true;
  }
  state.wait = kLapWaitSum;
  // One wake-up for the whole pass: nobody can go on before the last chunk.
  if (moved) hand.announce();
  if (moved) hand.work.lap(kLapSum);
  return moved ? Move::kAgain : Move::kNothing;
}

}  // namespace troupe::core

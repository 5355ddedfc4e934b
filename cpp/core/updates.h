// The update, chunk by chunk, and the commit that follows the last one.
#pragma once
#include "core/hand.h"
#include "core/snapshot.h"

namespace troupe::core {

/// Changes parameters as the decision in `state.record` says.
template <class Memory, class Work, class Rule>
class Updates {
 public:
  explicit Updates(Hand<Memory, Work, Rule>& hand)
      : hand_(hand), ledger_(hand.ledger), state_(hand.state), snapshots_(ledger_) {}

  /// Claim, work and mark are one native call without a way out, so a claim is never taken over: whoever is
  /// late here may already have changed half of the chunk.
  Move update() {
    // The sum of a cover of one node lies where that node does.
    if (!hand_.know_cover(Memory::load(ledger_.cover))) return Move::kAgain;
    const uint64_t step = hand_.round().step;
    bool pending = false, moved = false;
    const uint32_t chunks = ledger_.shape.chunks;
    for (uint32_t i = 0, c = hand_.first_chunk(); i < chunks; i++, c = c + 1 == chunks ? 0 : c + 1) {
      uint64_t seen = Memory::load(&ledger_.updates[c]);
      const Word word = Word::of(seen);
      if (word.tag > state_.tag) return Move::kAgain;
      if (word.tag == state_.tag && word.place == kDone) continue;
      const bool free = word.tag < state_.tag || (!Rule::kUpdateClaimsStay && retired<Memory>(ledger_, word));
      if (!free || hand_.faults.reserved(step, kUpdate, c)) {
        pending = true;
        continue;
      }
      if (!halts_after_update() && hand_.halts(kUpdate)) return stand();
      Memory::note(ledger_.row(hand_.seat) + kRowDoing, Doing{kUpdate, c}.bits());
      Memory::enter_native();
      if (Memory::exchange_if(&ledger_.updates[c], seen, hand_.claims.mine())) {
        change(c);
        moved = true;
      } else {
        pending = true;
      }
      Memory::leave_native();
      hand_.progress();
      if (moved && ((halts_after_update() && hand_.halts(kUpdate)) || (c == 0 && hand_.halts(kCheckpoint))))
        return stand();
    }
    if (moved) hand_.announce();
    if (moved) hand_.work.lap(kLapUpdate);
    state_.wait = kLapWaitSum;
    if (moved && pending) return Move::kAgain;
    return pending || hand_.faults.reserved(step, kCommit, 0) ? Move::kNothing : commit();
  }

 private:
  /// Of a chunk that this agent has claimed: the work, and the mark that it is done.
  void change(uint32_t c) {
    const uint64_t step = hand_.round().step;
    const Word summed = Word::of(Memory::load(&ledger_.sums[c]));
    snapshots_.before_update(step, c, [&](uint32_t chunk) { hand_.work.stage(chunk); });
    hand_.work.update(c, summed.seat, state_.cover, state_.cover_count, state_.record);
    if (c == 0) account();
    if (c == 0) snapshots_.open_if_due(step + 1);
    Memory::store(&ledger_.updates[c], hand_.claims.mine(kDone));
  }

  Move stand() {
    hand_.announce();
    return hand_.act(Action::kHalted);
  }

  Move commit() {
    if (hand_.halts(kCommit)) return hand_.act(Action::kHalted);
    uint64_t seen = state_.tag;
    if (Memory::exchange_if(ledger_.round, seen, hand_.round().next_step().tag())) {
      hand_.announce();
      Memory::announce(ledger_.commits, ledger_.commit_waiters);
    }
    hand_.progress();
    return Move::kAgain;
  }

  /// Half of the kills in `update` come before the claim, half after the mark: by the step's parity.
  bool halts_after_update() const { return hand_.round().step % 2 == 1; }

  /// Chunk 0's update keeps the step's books, so they are kept exactly once: shards by agent and history.
  void account() {
    const bool applied = hand_.work.verdict(state_.record) == Verdict::kApply;
    for (uint32_t i = 0; applied && i < state_.cover_count; i++) {
      const Node node = ledger_.node_of(state_.cover[i].node);
      const Life life = Life::of(Memory::load(&ledger_.lives[state_.cover[i].word.seat]));
      const uint64_t width = ledger_.end_of(node) - (uint64_t{node.index} << node.level);
      Memory::count(&ledger_.published[life.agent], width);
    }
    hand_.work.record(hand_.round().step, state_.record);
  }

  static constexpr uint32_t kDone = 1;

  Hand<Memory, Work, Rule>& hand_;
  const Ledger& ledger_;
  StepperState& state_;
  Snapshots<Memory, Rule> snapshots_;
};

}  // namespace troupe::core

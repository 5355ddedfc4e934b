// From a shard that is taken to a gradient that everybody may read: compute, merge, publish, freeze the
// cover.
#pragma once
#include "core/hand.h"
#include "core/shards.h"

namespace troupe::core {

/// An agent's own part of the tree. What it holds is its own until it is published.
template <class Memory, class Work, class Rule>
class Gradients {
 public:
  explicit Gradients(Hand<Memory, Work, Rule>& hand)
      : hand_(hand),
        ledger_(hand.ledger),
        state_(hand.state),
        shards_(ledger_, hand.claims, hand.faults, state_) {}

  /// The slot that the shard being computed will be put into, or -1 when it will be added to a sibling's.
  int64_t destination() const {
    return state_.computing && (state_.checking || left_sibling() < 0) ? int64_t{state_.slot} : -1;
  }

  /// Whatever there is to do before a cover is frozen.
  Move compute() {
    const Move merged = merge();
    if (merged != Move::kNothing) return merged;
    // A node whose sibling is not among the shards this agent still means to take is due now.
    for (uint32_t i = 0; i < state_.held_count; i++)
      if (!shards_.sibling_is_to_come(state_.held[i].node)) return publish(i);
    const uint32_t count = find_cover<Memory>(ledger_, state_.tag, state_.cover);
    if (count > 0) return freeze(count);
    if (shards_.take_from_own_range()) return start();
    if (state_.held_count > 0) return publish(0);
    if (shards_.steal()) return start();
    return Move::kNothing;
  }

  /// Takes a shard of another's to compute it again; `agreed` when all that are to be computed twice agree.
  bool take_check(bool& agreed) const { return shards_.take_check(agreed); }

  /// The shard is claimed; its batch may still be on the way.
  Move start() {
    if (hand_.halts(kData)) return hand_.act(Action::kHalted);
    const uint64_t step = hand_.round().step;
    const uint64_t batch = Memory::load(ledger_.batch(step, state_.shard));
    if (batch >> 12 != step + 1) {
      state_.wait = kLapData;
      return Move::kNothing;
    }
    state_.batch = static_cast<uint32_t>(batch & 0xfff);
    if (!state_.checking) hand_.work.begun(step);
    // Retired, or left behind by a new attempt: the next look at the ledger says which.
    if (!shards_.begin()) return Move::kAgain;
    hand_.progress();
    return hand_.act(Action::kCompute);
  }

  /// The shard's gradient and tail lie in `Work`'s private memory. Puts them into a slot of its own, or adds
  /// them to the left sibling's if this agent still holds that unpublished.
  void computed() {
    if (state_.checking) return checked();
    const Node leaf = ledger_.lifted({0, state_.shard});
    const int left = left_sibling();
    if (left >= 0) {
      hand_.work.add(state_.held[left].slot);
      spoil(state_.held[left].slot);
      state_.release(state_.slot);
      state_.held[left].node = ledger_.lifted({leaf.level + 1, leaf.index >> 1});
    } else {
      hand_.work.put(state_.slot);
      spoil(state_.slot);
      state_.hold(leaf, state_.slot);
    }
    state_.computing = false;
    hand_.progress();
  }

 private:
  /// A shard of another's was computed again. What differs stays as it is, as all that is published.
  void checked() {
    hand_.work.put(state_.slot);
    spoil(state_.slot);
    const bool same = hand_.work.same(state_.slot, shards_.leaf_of(state_.shard));
    const bool named = hand_.claims.publish(&ledger_.checks[state_.shard], same ? kAgrees : 1 + state_.slot);
    if (same || !named || !Rule::kDisputedStays) state_.release(state_.slot);
    state_.computing = state_.checking = false;
    hand_.announce();
    hand_.progress();
  }

  void spoil(uint32_t slot) {
    if (ledger_.shape.faults == 0) return;
    const Armed::Act act = hand_.faults.spoils(hand_.round().step, state_.shard, state_.checking);
    if (act != Armed::kStand) hand_.work.spoil(slot, act);
  }

  /// The held node that the shard being computed completes, or -1. A merge that a fault waits for is a move
  /// of its own.
  int left_sibling() const {
    const Node leaf = ledger_.lifted({0, state_.shard});
    if ((leaf.index & 1) == 0 || hand_.faults.mine(hand_.round().step, kMerge)) return -1;
    if (shards_.redundant(leaf) || shards_.redundant({leaf.level, leaf.index ^ 1u})) return -1;
    return state_.held_at(Node{leaf.level, leaf.index ^ 1u});
  }

  Move merge() {
    for (uint32_t i = 0; i < state_.held_count; i++) {
      const Node left = state_.held[i].node;
      if ((left.index & 1) == 1) continue;
      const int right = state_.held_at(Node{left.level, left.index | 1u});
      if (right < 0 || shards_.redundant(left) || shards_.redundant(state_.held[right].node)) continue;
      if (hand_.halts(kMerge)) return hand_.act(Action::kHalted);
      hand_.work.merge(state_.held[i].slot, state_.held[right].slot);
      state_.held[i].node = ledger_.lifted({left.level + 1, left.index >> 1});
      const uint32_t freed = state_.held[right].slot;
      state_.drop(static_cast<uint32_t>(right));
      state_.release(freed);
      hand_.progress();
      hand_.work.lap(kLapSum);
      return Move::kAgain;
    }
    return Move::kNothing;
  }

  Move publish(uint32_t i) {
    if (hand_.halts(kPublish)) return hand_.act(Action::kHalted);
    const Held held = state_.held[i];
    state_.drop(i);
    // Refused when the round has moved on or a retired holder's publication landed after all: the slot is
    // free.
    if (!hand_.claims.publish(&ledger_.nodes[ledger_.node_at(held.node)], held.slot))
      state_.release(held.slot);
    hand_.announce();
    hand_.progress();
    return Move::kAgain;
  }

  Move freeze(uint32_t count) {
    // What this agent still holds is covered by somebody's publication: nobody will read it.
    write_cover<Memory>(ledger_, hand_.seat, state_.tag, state_.cover, count);
    uint64_t seen = Memory::load(ledger_.cover);
    if (Word::of(seen).tag < state_.tag && Memory::exchange_if(ledger_.cover, seen, hand_.claims.mine()))
      hand_.announce();
    hand_.progress();
    return Move::kAgain;
  }

  Hand<Memory, Work, Rule>& hand_;
  const Ledger& ledger_;
  StepperState& state_;
  Shards<Memory, Rule> shards_;
};

}  // namespace troupe::core

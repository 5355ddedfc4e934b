// Which shard an agent computes next.
#pragma once
#include "core/armed.h"
#include "core/claims.h"

namespace troupe::core {

/// An agent's own range first, in order, because aligned neighbours merge into one node; then the end of the
/// range that is furthest behind.
template <class Memory, class Rule>
class Shards {
 public:
  Shards(const Ledger& ledger, const Claims<Memory, Rule>& claims, const ArmedFaults<Memory>& faults,
         StepperState& state)
      : ledger_(ledger), claims_(claims), faults_(faults), state_(state) {}

  bool take_from_own_range() const {
    if (passed_over()) return false;
    const Range own = range_of(claims_.life().agent);
    for (uint32_t s = own.begin; s < own.end; s++)
      if (take(s)) return true;
    return false;
  }

  /// Takes the last free shard of the range with the most free ones. A spare, whose own range is empty,
  /// leaves the ranges of the living alone; a slow agent leaves them what they will sooner be done with.
  bool steal() const {
    if (passed_over()) return false;
    const int64_t kept = ledger_.shape.faults == 0 ? -1 : faults_.my_shard(Round::of(state_.tag).step);
    if (kept >= 0 && take(static_cast<uint32_t>(kept))) return true;
    const Range own = range_of(claims_.life().agent);
    const bool spare = own.begin >= own.end;
    Range victim{0, 0};
    uint32_t most = 0;
    for (uint32_t agent = 0; agent < ledger_.shape.agents; agent++) {
      if (agent == claims_.life().agent || (spare && alive(agent) && !suspected(agent))) continue;
      const Range range = range_of(agent);
      uint32_t free = 0;
      bool working = false;
      for (uint32_t s = range.begin; s < range.end; s++) {
        const Word claimed = Word::of(Memory::load(&ledger_.shard_claims[s]));
        if (claims_.claimable(claimed))
          free += !published({0, s});
        else
          working |= claimed.seat + 1 == Memory::load(&ledger_.seat_of[agent]);
      }
      if (working && free > 0 && !suspected(agent) && better_left(agent, free)) continue;
      if (free > most) {
        most = free;
        victim = range;
      }
    }
    for (uint32_t s = victim.end; s > victim.begin; s--)
      if (take(s - 1)) return true;
    return false;
  }

  /// Counts the shard that this agent holds as begun, here where shards are computed: for the agent, and for
  /// the one whose work is done again. The claim says from now on that work went into it. False when the
  /// shard is somebody else's by now: whoever took it saw no work to be done again, so none may begin.
  bool begin() const {
    if (state_.checking) {
      Memory::count(ledger_.row(claims_.seat()) + kRowChecked);
      return true;
    }
    uint64_t claimed = claims_.mine();
    if (state_.taken_from == 0 &&
        !Memory::exchange_if(&ledger_.shard_claims[state_.shard], claimed, claims_.mine(kBegun)) &&
        Rule::kBegunByOwner)
      return false;
    Memory::count(ledger_.row(claims_.seat()) + kRowBegun);
    if (state_.taken_from == kOlderAttempt)
      Memory::count(&ledger_.redone[Round::of(state_.tag).attempt]);
    else if (state_.taken_from != 0)
      Memory::count(ledger_.row(state_.taken_from - 1) + kRowRedone);
    state_.taken_from = 0;
    return true;
  }

  /// Takes a shard of another's to compute it again; false when there is none for this agent. `complete` when
  /// all that are to be computed twice agree. Where two differ the attempt is over: the supervisor says who
  /// computes the next one.
  ///
  /// Who computed something wrong in the attempt before has no part in the sum of this one, but is asked for
  /// second computations: that shows whether it does so again.
  bool take_check(bool& complete) const {
    complete = true;
    if (!ledger_.redundant()) return false;
    const uint64_t step = Round::of(state_.tag).step;
    for (uint32_t s = 0; s < ledger_.shape.shards; s++) {
      if (!ledger_.redundant(step, s)) continue;
      const Word checked = Word::of(Memory::load(&ledger_.checks[s]));
      if (checked.tag == state_.tag && checked.place == kAgrees) continue;
      complete = false;
      if (checked.tag == state_.tag) return false;
      const Word leaf = leaf_of(s);
      const uint64_t claimed = Memory::load(&ledger_.check_claims[s]);
      if (leaf.tag != state_.tag || !claims_.claimable(Word::of(claimed)) || !may_check(leaf)) continue;
      if (state_.free_count == 0 || faults_.reserved(step, kForward, s, true)) continue;
      if (!claims_.claim(&ledger_.check_claims[s], claimed)) continue;
      state_.shard = s;
      state_.slot = state_.take_slot();
      state_.computing = state_.checking = true;
      return true;
    }
    return false;
  }

  /// The word of the leaf that covers `shard` alone.
  Word leaf_of(uint32_t shard) const {
    return Word::of(Memory::load(&ledger_.nodes[ledger_.node_at(ledger_.lifted({0, shard}))]));
  }

  /// Whether a shard of the node is computed twice: then it is a leaf, and stays one.
  bool redundant(Node node) const {
    if (!ledger_.redundant()) return false;
    for (uint32_t s = node.index << node.level; s < ledger_.end_of(node); s++)
      if (ledger_.redundant(Round::of(state_.tag).step, s)) return true;
    return false;
  }

  /// Whether this agent still means to compute all of the node's sibling itself.
  bool sibling_is_to_come(Node node) const {
    if (node.level == Ledger::top(ledger_.shape.shards)) return false;
    const Node sibling{node.level, node.index ^ 1u};
    if (redundant(node) || redundant(sibling)) return false;
    const Range own = range_of(claims_.life().agent);
    for (uint32_t s = sibling.index << sibling.level; s < ledger_.end_of(sibling); s++) {
      const Word claimed = Word::of(Memory::load(&ledger_.shard_claims[s]));
      if (claimed.tag == state_.tag && claimed.seat == claims_.seat()) continue;  // in hand already
      if (s < own.begin || s >= own.end || !claims_.claimable(claimed)) return false;
    }
    return !published(sibling);
  }

 private:
  static constexpr uint32_t kBegun = 1;
  /// In `taken_from`: an earlier attempt of the step had begun the shard.
  static constexpr uint32_t kOlderAttempt = ~0u;

  /// Another agent checks; the same one only where nobody else is there.
  bool may_check(Word leaf) const {
    if (!Rule::kAnotherChecks) return true;
    return Life::of(Memory::load(&ledger_.lives[leaf.seat])).agent != claims_.life().agent || alone();
  }

  bool alone() const {
    for (uint32_t agent = 0; agent < ledger_.shape.agents; agent++)
      if (agent != claims_.life().agent && alive(agent)) return false;
    return true;
  }

  bool suspected(uint32_t agent) const { return Memory::load(&ledger_.suspects[agent]) == state_.tag; }

  /// Whether others are to compute what this agent may have got wrong in the attempt before, and can: advice
  /// like a range, so it lapses as soon as nobody else is there.
  bool passed_over() const {
    const uint32_t me = claims_.life().agent;
    if (Round::of(state_.tag).attempt == 0 || !suspected(me)) return false;
    for (uint32_t agent = 0; agent < ledger_.shape.agents; agent++)
      if (agent != me && alive(agent) && !suspected(agent)) return true;
    return false;
  }

  /// Whether an agent that works on its range would be done with all of it before this one with a shard of
  /// it: half of a shard on average, and the free ones. Advice too: who dies leaves claims that read as free,
  /// and who hangs is fenced.
  bool better_left(uint32_t agent, uint32_t free) const {
    const uint64_t mine = Memory::load(ledger_.row(claims_.seat()) + kRowPace);
    const uint64_t theirs = Memory::load(ledger_.row(Memory::load(&ledger_.seat_of[agent]) - 1) + kRowPace);
    return mine > 0 && theirs > 0 && 2 * mine >= (2 * free + 1) * theirs;
  }

  struct Range {
    uint32_t begin, end;
  };

  Range range_of(uint32_t agent) const {
    const uint64_t bits = Memory::load(&ledger_.ranges[agent]);
    return {static_cast<uint32_t>(bits >> 32), static_cast<uint32_t>(bits)};
  }

  /// Whether the node or one that it is part of is published in this round.
  bool published(Node node) const {
    for (; node.level <= Ledger::top(ledger_.shape.shards); node = {node.level + 1, node.index >> 1})
      if (Word::of(Memory::load(&ledger_.nodes[ledger_.node_at(node)])).tag == state_.tag) return true;
    return false;
  }

  bool take(uint32_t shard) const {
    const uint64_t seen = Memory::load(&ledger_.shard_claims[shard]);
    if (!claims_.claimable(Word::of(seen))) return false;
    const uint64_t step = Round::of(state_.tag).step;
    if (faults_.reserved(step, kForward, shard) || (faults_.checks(step, shard) && !alone())) return false;
    if (published({0, shard}) || state_.free_count == 0) return false;
    const Word before = Word::of(seen);
    const bool again = before.tag == state_.tag && before.place == kBegun;
    const bool older =
        before.tag < state_.tag && before.place == kBegun && Round::of(before.tag).step == step;
    // The mark stays with the shard: its next owner may end before it begins.
    if (!claims_.claim(&ledger_.shard_claims[shard], seen, again || older ? kBegun : 0)) return false;
    state_.taken_from = again ? before.seat + 1 : older ? kOlderAttempt : 0;
    state_.shard = shard;
    state_.slot = state_.take_slot();
    state_.computing = true;
    return true;
  }

  bool alive(uint32_t agent) const {
    const uint64_t seat = Memory::load(&ledger_.seat_of[agent]);
    return seat != 0 && Life::of(Memory::load(&ledger_.lives[seat - 1])).state == Life::kAlive;
  }

  const Ledger& ledger_;
  const Claims<Memory, Rule>& claims_;
  const ArmedFaults<Memory>& faults_;
  StepperState& state_;
};

}  // namespace troupe::core

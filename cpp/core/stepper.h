// One agent's way through a step: compute, sum, decide, update, commit.
//
// The stepper owns no truth. Before each move it looks at the ledger anew, so it does not matter how it came
// here, who died meanwhile, or whether it is a replacement that has just sat down. What it keeps between
// moves
// (`StepperState`) concerns only its own unpublished slots.
#pragma once
#include "core/shards.h"
#include "core/snapshot.h"

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

/// `Memory` touches words (memory.h), `Work` touches tensors and slots, `Rule` is rules.h. All native
/// sections are noexcept and allocate nothing.
template <class Memory, class Work, class Rule = Rules>
class Stepper {
 public:
  Stepper(const Ledger& ledger, Work& work, uint32_t seat, StepperState& state)
      : ledger_(ledger),
        work_(work),
        seat_(seat),
        claims_(ledger_, seat, state),
        faults_(ledger_, claims_.life().agent),
        shards_(ledger_, claims_, faults_, state),
        snapshots_(ledger_),
        state_(state) {}
  Stepper(const Stepper&) = delete;

  const Ledger& ledger() const { return ledger_; }
  Round round() const { return Round::of(state_.tag); }

  /// Moves on until the caller has something to do, or until about `limit_ns` were spent waiting.
  Action next(uint64_t limit_ns) {
    for (;;) {
      Memory::settle(state_);
      if (state_.halted != 0) return Action::kHalted;
      // Read before the scan: a transition during the scan ends the wait at once.
      const uint32_t seen = Memory::load(ledger_.event);
      // Before the life: who is retired before a new attempt begins does nothing in it.
      const uint64_t tag = Memory::load(ledger_.round);
      const Life life = Life::of(Memory::load(&ledger_.lives[seat_]));
      if (life.state == Life::kRetired || life.incarnation != claims_.life().incarnation) return refused();
      const Move move = life.state == Life::kAdmitted ? join() : work_on_step(tag);
      if (move == Move::kAgain) continue;
      if (move == Move::kAction) return state_.action;
      if (Memory::load(ledger_.abort) != 0) return Action::kAborted;
      const bool changed = Memory::await(ledger_.event, ledger_.waiters, ledger_.abort, seen, limit_ns);
      work_.lap(state_.wait);
      if (!changed) return Action::kSlice;
    }
  }

  /// The slot that the shard being computed will be put into, or -1 when it will be added to a sibling's.
  int64_t destination() const {
    return state_.computing && (state_.checking || left_sibling() < 0) ? int64_t{state_.slot} : -1;
  }

  /// After kCompute: the shard's gradient and tail lie in `Work`'s private memory. Puts them into a slot of
  /// its own, or adds them to the left sibling's if this agent still holds that unpublished.
  void computed() {
    if (state_.checking) return checked();
    const Node leaf = ledger_.lifted({0, state_.shard});
    const int left = left_sibling();
    if (left >= 0) {
      work_.add(state_.held[left].slot);
      spoil(state_.held[left].slot);
      state_.release(state_.slot);
      state_.held[left].node = ledger_.lifted({leaf.level + 1, leaf.index >> 1});
    } else {
      work_.put(state_.slot);
      spoil(state_.slot);
      state_.hold(leaf, state_.slot);
    }
    state_.computing = false;
    progress();
  }

  /// After kEvaluate: the batch's metrics lie in `Work`, which keeps them in this seat's memory.
  void evaluated() {
    work_.keep_evaluation(state_.evaluation);
    claims_.publish(&ledger_.evaluations[state_.evaluation]);
    announce();
    state_.evaluating = false;
    progress();
  }

  /// After kDecide: writes the record into this agent's row and names it, unless another decision was named.
  void decided(const uint64_t* record) {
    write_record<Memory>(ledger_.decision_of(seat_), state_.tag, [&](uint64_t* words) {
      for (uint32_t i = 0; i < ledger_.shape.scalars; i++) Memory::store(&words[i], record[i]);
    });
    claims_.publish(ledger_.decision);
    announce();
    work_.lap(kLapSum);
  }

  /// After kDecide, when the sum is not finite: calls `found` with each published node that is not. False
  /// when the round has moved on meanwhile: then what was read says nothing about anybody.
  template <class Found>
  bool find_spoilt(Found found) {
    const uint64_t named = Memory::load(ledger_.cover);
    if (Word::of(named).tag != state_.tag || !know_cover(named)) return false;
    for (uint32_t i = 0; i < state_.cover_count; i++)
      if (!work_.finite(state_.cover[i])) found(state_.cover[i]);
    return Memory::load(ledger_.round) == state_.tag;
  }

  /// Before such a decision says `retry`: whether an earlier attempt of this step did. All who decide this
  /// round get the same answer: only a round that answers no is remembered.
  bool retried_before() {
    uint64_t seen = Memory::load(ledger_.retried);
    while (seen < state_.tag) {
      if (Round::of(seen).step == round().step) return true;
      if (Memory::exchange_if(ledger_.retried, seen, state_.tag)) break;
    }
    return false;
  }

  /// In the next attempt others compute the shards of the agent on `seat`, if there are others.
  void suspect(uint32_t seat) {
    const uint64_t next = round().next_attempt().tag();
    uint64_t* word = &ledger_.suspects[Life::of(Memory::load(&ledger_.lives[seat])).agent];
    uint64_t seen = Memory::load(word);
    while (seen < next && !Memory::exchange_if(word, seen, next)) {
    }
  }

  /// Whether a fault takes this agent at a point of the caller's own (data, forward, backward, evaluate,
  /// join); it then stands still for good.
  bool reached(uint32_t phase) { return halts(phase); }

  /// After kHalted: the fault was carried out and left this agent alive, so it goes on.
  void resume() {
    Memory::note(ledger_.row(seat_) + kRowDoing, Doing{state_.halted, state_.shard}.bits());
    state_.halted = 0;
  }

  /// Its caller has failed, and ends: that it stands still from here on is no hang.
  void fail() {
    uint64_t* doing = ledger_.row(seat_) + kRowDoing;
    Doing was = Doing::of(Memory::load(doing));
    was.still = true;
    Memory::note(doing, was.bits());
  }

  /// It is to go: at the next step border, where it holds nothing that others would have to compute again.
  void leave() { state_.leaving = true; }

 private:
  enum class Move { kAgain, kAction, kNothing };

  /// The held node that the shard being computed completes, or -1. A merge that a fault waits for is a move
  /// of its own.
  int left_sibling() const {
    const Node leaf = ledger_.lifted({0, state_.shard});
    if ((leaf.index & 1) == 0 || faults_.mine(round().step, kMerge)) return -1;
    if (shards_.redundant(leaf) || shards_.redundant({leaf.level, leaf.index ^ 1u})) return -1;
    return state_.held_at(Node{leaf.level, leaf.index ^ 1u});
  }

  Move act(Action action) {
    state_.action = action;
    return Move::kAction;
  }

  /// What a fenced agent still holds comes too late: it is counted once, and stays unpublished.
  Action refused() {
    const uint32_t late = state_.held_count + (state_.computing ? 1 : 0);
    if (late > 0) Memory::count(ledger_.row(seat_) + kRowRefused, late);
    state_.held_count = 0;
    state_.computing = state_.checking = false;
    return Action::kRetired;
  }

  /// Every point of a step passes here: it is also where the row says how far the agent is.
  bool halts(uint32_t phase) {
    const uint32_t item = phase == kEvaluate ? state_.evaluation : state_.shard;
    Memory::note(ledger_.row(seat_) + kRowDoing, Doing{phase, item}.bits());
    if (ledger_.shape.faults == 0 || !faults_.reached(round().step, phase, state_.checking)) return false;
    state_.halted = phase;
    return true;
  }

  /// A shard of another's was computed again. What differs stays as it is, as all that is published.
  void checked() {
    work_.put(state_.slot);
    spoil(state_.slot);
    const bool same = work_.same(state_.slot, shards_.leaf_of(state_.shard));
    const bool named = claims_.publish(&ledger_.checks[state_.shard], same ? kAgrees : 1 + state_.slot);
    if (same || !named || !Rule::kDisputedStays) state_.release(state_.slot);
    state_.computing = state_.checking = false;
    announce();
    progress();
  }

  void spoil(uint32_t slot) {
    if (ledger_.shape.faults == 0) return;
    const Armed::Act act = faults_.spoils(round().step, state_.shard, state_.checking);
    if (act != Armed::kStand) work_.spoil(slot, act);
  }

  void announce() { Memory::announce(ledger_.event, ledger_.waiters); }
  void progress() { Memory::count(ledger_.row(seat_) + kRowProgress); }
  // ---- joining
  // ----------------------------------------------------------------------------------------------

  /// A newcomer sits down at the first step border after it is ready; before the run opens, or when nobody
  /// else is alive to finish the step, at once.
  Move join() {
    const uint64_t step = Round::of(Memory::load(ledger_.round)).step;
    if (!state_.arrived) {
      state_.arrived = true;
      state_.arrived_at = step;
    }
    // After the last step no border comes any more: then it sits down only to find that the run is over.
    const bool border_comes = Memory::load(ledger_.open) != 0 && step < Memory::load(ledger_.limit);
    if (border_comes && step == state_.arrived_at && !(Rule::kJoinAtOnceWhenAlone && alone())) {
      state_.wait = kLapWaitOthers;
      return Move::kNothing;
    }
    Life life = claims_.life();
    life.state = Life::kAdmitted;
    uint64_t seen = life.bits();
    life.state = Life::kAlive;
    Memory::exchange_if(&ledger_.lives[seat_], seen, life.bits());
    announce();
    return Move::kAgain;
  }

  bool alone() const {
    for (uint32_t seat = 0; seat < ledger_.shape.seats; seat++)
      if (seat != seat_ && Life::of(Memory::load(&ledger_.lives[seat])).state == Life::kAlive) return false;
    return true;
  }

  // ---- a step
  // -----------------------------------------------------------------------------------------------

  Move work_on_step(uint64_t tag) {
    if (tag != state_.tag) {
      if (state_.leaving) return act(Action::kLeft);
      state_.begin(tag);
      // Read once a round: an agent that has claimed work of this round may not leave in the middle of it.
      state_.closing = Round::of(tag).step >= Memory::load(ledger_.limit);
    }
    state_.wait = kLapWaitOthers;
    if (Memory::load(ledger_.open) == 0) return Move::kNothing;
    const uint64_t named = Memory::load(ledger_.decision);
    if (Word::of(named).tag == tag) return follow(named);

    const uint64_t step = Round::of(tag).step;
    const bool due =
        ledger_.evaluation_due(step, Memory::load(ledger_.evaluate_every), Memory::load(ledger_.total));
    if (state_.closing && !(due && step == Memory::load(ledger_.total))) return act(Action::kFinished);
    if (state_.evaluating) return act(Action::kEvaluate);

    bool summed = state_.closing, agreed = state_.closing;
    if (!state_.closing) {
      if (state_.computing) return start();
      const uint64_t cover = Memory::load(ledger_.cover);
      const Move move = Word::of(cover).tag == tag ? sum(cover, summed) : compute();
      if (move != Move::kNothing) return move;
      if (shards_.take_check(agreed)) return start();
    }
    if (due) {
      bool complete = false;
      const Move move = evaluate(complete);
      if (move != Move::kNothing) return move;
      if (!complete) return Move::kNothing;
    }
    if (!Rule::kAgreedBeforeDecision) agreed = true;
    if (!summed || !agreed || faults_.reserved(step, kDecide, 0)) return Move::kNothing;
    return halts(kDecide) ? act(Action::kHalted) : act(Action::kDecide);
  }

  // ---- compute, merge, publish
  // ------------------------------------------------------------------------------

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

  /// The shard is claimed; its batch may still be on the way.
  Move start() {
    if (halts(kData)) return act(Action::kHalted);
    const uint64_t batch = Memory::load(ledger_.batch(round().step, state_.shard));
    if (batch >> 12 != round().step + 1) {
      state_.wait = kLapData;
      return Move::kNothing;
    }
    state_.batch = static_cast<uint32_t>(batch & 0xfff);
    if (!state_.checking) work_.begun(round().step);
    shards_.begin();
    progress();
    return act(Action::kCompute);
  }

  Move merge() {
    for (uint32_t i = 0; i < state_.held_count; i++) {
      const Node left = state_.held[i].node;
      if ((left.index & 1) == 1) continue;
      const int right = state_.held_at(Node{left.level, left.index | 1u});
      if (right < 0 || shards_.redundant(left) || shards_.redundant(state_.held[right].node)) continue;
      if (halts(kMerge)) return act(Action::kHalted);
      work_.merge(state_.held[i].slot, state_.held[right].slot);
      state_.held[i].node = ledger_.lifted({left.level + 1, left.index >> 1});
      const uint32_t freed = state_.held[right].slot;
      state_.drop(static_cast<uint32_t>(right));
      state_.release(freed);
      progress();
      work_.lap(kLapSum);
      return Move::kAgain;
    }
    return Move::kNothing;
  }

  Move publish(uint32_t i) {
    if (halts(kPublish)) return act(Action::kHalted);
    const Held held = state_.held[i];
    state_.drop(i);
    // Refused when the round has moved on or a retired holder's publication landed after all: the slot is
    // free.
    if (!claims_.publish(&ledger_.nodes[ledger_.node_at(held.node)], held.slot)) state_.release(held.slot);
    announce();
    progress();
    return Move::kAgain;
  }

  Move freeze(uint32_t count) {
    // What this agent still holds is covered by somebody's publication: nobody will read it.
    write_cover<Memory>(ledger_, seat_, state_.tag, state_.cover, count);
    uint64_t seen = Memory::load(ledger_.cover);
    if (Word::of(seen).tag < state_.tag && Memory::exchange_if(ledger_.cover, seen, claims_.mine()))
      announce();
    progress();
    return Move::kAgain;
  }

  // ---- sum
  // --------------------------------------------------------------------------------------------------

  /// Sums chunks nobody has claimed; `complete` when all are published. A chunk's result lies in its summer's
  /// own region, so one that wakes up late harms nobody: its publication is refused.
  Move sum(uint64_t named, bool& complete) {
    if (!know_cover(named)) return Move::kAgain;
    complete = true;
    bool moved = false;
    const uint32_t chunks = ledger_.shape.chunks;
    for (uint32_t i = 0, c = first_chunk(); i < chunks; i++, c = c + 1 == chunks ? 0 : c + 1) {
      const uint64_t done = Memory::load(&ledger_.sums[c]);
      if (Word::of(done).tag == state_.tag) continue;
      const uint64_t claimed = Memory::load(&ledger_.sum_claims[c]);
      if (!claims_.claimable(Word::of(claimed)) || faults_.reserved(round().step, kSum, c)) {
        complete = false;
        continue;
      }
      if (halts(kSum)) {
        announce();
        return act(Action::kHalted);
      }
      if (!claims_.claim(&ledger_.sum_claims[c], claimed)) {
        complete = false;
        continue;
      }
      work_.sum(state_.cover, state_.cover_count, c);
      claims_.publish(&ledger_.sums[c]);
      progress();
      moved = true;
    }
    state_.wait = kLapWaitSum;
    // One wake-up for the whole pass: nobody can go on before the last chunk.
    if (moved) announce();
    if (moved) work_.lap(kLapSum);
    return moved ? Move::kAgain : Move::kNothing;
  }

  /// Reads the cover that `named` names, once; false when its row belongs to a later round by now.
  bool know_cover(uint64_t named) {
    if (state_.cover_word == named) return true;
    state_.cover_count = Rule::kFrozenCover ? read_cover<Memory>(ledger_, Word::of(named), state_.cover)
                                            : find_published<Memory>(ledger_, state_.tag, state_.cover);
    if (state_.cover_count == 0) return false;
    state_.cover_word = named;
    return true;
  }

  /// Where this agent starts to look for chunks: agents that start apart rarely want the same one.
  uint32_t first_chunk() const {
    const uint64_t begin = Memory::load(&ledger_.ranges[claims_.life().agent]) >> 32;
    // An empty range may lie behind the last shard.
    return static_cast<uint32_t>(begin * ledger_.shape.chunks / ledger_.shape.shards) % ledger_.shape.chunks;
  }

  // ---- evaluation
  // -------------------------------------------------------------------------------------------

  Move evaluate(bool& complete) {
    complete = true;
    for (uint32_t b = 0; b < ledger_.shape.evaluations; b++) {
      if (Word::of(Memory::load(&ledger_.evaluations[b])).tag == state_.tag) continue;
      complete = false;
      const uint64_t claimed = Memory::load(&ledger_.evaluation_claims[b]);
      if (!claims_.claimable(Word::of(claimed)) || faults_.reserved(round().step, kEvaluate, b)) continue;
      if (!claims_.claim(&ledger_.evaluation_claims[b], claimed)) continue;
      state_.evaluation = b;
      state_.evaluating = true;
      return act(Action::kEvaluate);
    }
    return Move::kNothing;
  }

  // ---- decision, update, commit
  // -----------------------------------------------------------------------------

  Move follow(uint64_t named) {
    if (state_.decision_word != named) {
      const bool whole = read_record<Memory>(ledger_.decision_of(Word::of(named).seat), state_.tag,
                                             [&](const uint64_t* words) {
                                               for (uint32_t i = 0; i < ledger_.shape.scalars; i++)
                                                 state_.record[i] = Memory::load(&words[i]);
                                               return true;
                                             });
      if (!whole) return Move::kAgain;
      state_.decision_word = named;
    }
    switch (work_.verdict(state_.record)) {
      case Verdict::kApply:
      case Verdict::kSkip:
        return update();
      case Verdict::kRetry:
        return retry();
      default:
        return act(Action::kFinished);
    }
  }

  /// The attempt of every word rises, so that nothing of the old one can be taken for the new one's.
  Move retry() {
    if constexpr (Rule::kRetryIsNewAttempt) {
      uint64_t seen = state_.tag;
      Memory::exchange_if(ledger_.round, seen, round().next_attempt().tag());
    } else {
      forget_round();
    }
    announce();
    return Move::kAgain;
  }

  /// Claim, work and mark are one native call without a way out, so a claim is never taken over: whoever is
  /// late here may already have changed half of the chunk.
  Move update() {
    // The sum of a cover of one node lies where that node does.
    if (!know_cover(Memory::load(ledger_.cover))) return Move::kAgain;
    bool pending = false, moved = false;
    const uint32_t chunks = ledger_.shape.chunks;
    for (uint32_t i = 0, c = first_chunk(); i < chunks; i++, c = c + 1 == chunks ? 0 : c + 1) {
      uint64_t seen = Memory::load(&ledger_.updates[c]);
      const Word word = Word::of(seen);
      if (word.tag > state_.tag) return Move::kAgain;
      if (word.tag == state_.tag && word.place == kDone) continue;
      const bool free = word.tag < state_.tag || (!Rule::kUpdateClaimsStay && retired<Memory>(ledger_, word));
      if (!free || faults_.reserved(round().step, kUpdate, c)) {
        pending = true;
        continue;
      }
      if (!halts_after_update() && halts(kUpdate)) {
        announce();
        return act(Action::kHalted);
      }
      Memory::note(ledger_.row(seat_) + kRowDoing, Doing{kUpdate, c}.bits());
      Memory::enter_native();
      if (Memory::exchange_if(&ledger_.updates[c], seen, claims_.mine())) {
        const Word summed = Word::of(Memory::load(&ledger_.sums[c]));
        snapshots_.before_update(round().step, c, [&](uint32_t chunk) { work_.stage(chunk); });
        work_.update(c, summed.seat, state_.cover, state_.cover_count, state_.record);
        if (c == 0) account();
        if (c == 0) snapshots_.open_if_due(round().step + 1);
        Memory::store(&ledger_.updates[c], claims_.mine(kDone));
        moved = true;
      } else {
        pending = true;
      }
      Memory::leave_native();
      progress();
      if (moved && ((halts_after_update() && halts(kUpdate)) || (c == 0 && halts(kCheckpoint)))) {
        announce();
        return act(Action::kHalted);
      }
    }
    if (moved) announce();
    if (moved) work_.lap(kLapUpdate);
    state_.wait = kLapWaitSum;
    if (moved && pending) return Move::kAgain;
    return pending || faults_.reserved(round().step, kCommit, 0) ? Move::kNothing : commit();
  }

  Move commit() {
    if (halts(kCommit)) return act(Action::kHalted);
    uint64_t seen = state_.tag;
    if (Memory::exchange_if(ledger_.round, seen, round().next_step().tag())) {
      announce();
      Memory::announce(ledger_.commits, ledger_.commit_waiters);
    }
    progress();
    return Move::kAgain;
  }

  /// Half of the kills in `update` come before the claim, half after the mark: by the step's parity.
  bool halts_after_update() const { return round().step % 2 == 1; }

  /// Chunk 0's update keeps the step's books, so they are kept exactly once: shards by agent and history.
  void account() {
    const bool applied = work_.verdict(state_.record) == Verdict::kApply;
    for (uint32_t i = 0; applied && i < state_.cover_count; i++) {
      const Node node = ledger_.node_of(state_.cover[i].node);
      const Life life = Life::of(Memory::load(&ledger_.lives[state_.cover[i].word.seat]));
      const uint64_t width = ledger_.end_of(node) - (uint64_t{node.index} << node.level);
      Memory::count(&ledger_.published[life.agent], width);
    }
    work_.record(round().step, state_.record);
  }

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

  static constexpr uint32_t kDone = 1;

  Ledger ledger_;
  Work& work_;
  uint32_t seat_;
  Claims<Memory, Rule> claims_;
  ArmedFaults<Memory> faults_;
  Shards<Memory, Rule> shards_;
  Snapshots<Memory, Rule> snapshots_;
  StepperState& state_;
};

}  // namespace troupe::core

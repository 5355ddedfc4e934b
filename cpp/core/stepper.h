// One agent's way through a step: compute, sum, decide, update, commit.
//
// The stepper owns no truth. Before each move it looks at the ledger anew, so it does not matter how it came
// here, who died meanwhile, or whether it is a replacement that has just sat down. What it keeps between
// moves (`StepperState`) concerns only its own unpublished slots.
#pragma once
#include "core/decisions.h"
#include "core/gradients.h"
#include "core/sums.h"
#include "core/updates.h"

namespace troupe::core {

/// All native sections are noexcept and allocate nothing. `Memory`, `Work` and `Rule` are those of hand.h.
template <class Memory, class Work, class Rule = Rules>
class Stepper {
 public:
  Stepper(const Ledger& ledger, Work& work, uint32_t seat, StepperState& state)
      : hand_(ledger, work, seat, state),
        ledger_(hand_.ledger),
        state_(state),
        gradients_(hand_),
        decisions_(hand_),
        updates_(hand_) {}
  Stepper(const Stepper&) = delete;

  const Ledger& ledger() const { return ledger_; }
  Round round() const { return hand_.round(); }

  /// Moves on until the caller has something to do, or until about `limit_ns` were spent waiting.
  Action next(uint64_t limit_ns) {
    for (;;) {
      Memory::settle(state_);
      if (state_.halted != 0) return Action::kHalted;
      // Read before the scan: a transition during the scan ends the wait at once.
      const uint32_t seen = Memory::load(ledger_.event);
      // Before the life: who is retired before a new attempt begins does nothing in it.
      const uint64_t tag = Memory::load(ledger_.round);
      const Life life = Life::of(Memory::load(&ledger_.lives[hand_.seat]));
      if (life.state == Life::kRetired || life.incarnation != hand_.claims.life().incarnation)
        return refused();
      const Move move = life.state == Life::kAdmitted ? join() : work_on_step(tag);
      if (move == Move::kAgain) continue;
      if (move == Move::kAction) return state_.action;
      if (Memory::load(ledger_.abort) != 0) return Action::kAborted;
      const bool changed = Memory::await(ledger_.event, ledger_.waiters, ledger_.abort, seen, limit_ns);
      hand_.work.lap(state_.wait);
      if (!changed) return Action::kSlice;
    }
  }

  /// The slot that the shard being computed will be put into, or -1 when it will be added to a sibling's.
  int64_t destination() const { return gradients_.destination(); }

  /// After kCompute: the shard's gradient and tail lie in `Work`'s private memory.
  void computed() { gradients_.computed(); }

  /// After kEvaluate: the batch's metrics lie in `Work`, which keeps them in this seat's memory.
  void evaluated() {
    hand_.work.keep_evaluation(state_.evaluation);
    hand_.claims.publish(&ledger_.evaluations[state_.evaluation]);
    hand_.announce();
    state_.evaluating = false;
    hand_.progress();
  }

  /// After kDecide: the decision in its record.
  void decided(const uint64_t* record) { decisions_.decided(record); }

  /// After kDecide, when the sum is not finite: calls `found` with each published node that is not. False
  /// when the round has moved on meanwhile: then what was read says nothing about anybody.
  template <class Found>
  bool find_spoilt(Found found) {
    return decisions_.find_spoilt(found);
  }

  /// Before such a decision says `retry`: whether an earlier attempt of this step did.
  bool retried_before() { return decisions_.retried_before(); }

  /// In the next attempt others compute the shards of the agent on `seat`, if there are others.
  void suspect(uint32_t seat) { decisions_.suspect(seat); }

  /// Whether a fault takes this agent at a point of the caller's own (data, forward, backward, evaluate,
  /// join); it then stands still for good.
  bool reached(uint32_t phase) { return hand_.halts(phase); }

  /// After kHalted: the fault was carried out and left this agent alive, so it goes on.
  void resume() {
    Memory::note(ledger_.row(hand_.seat) + kRowDoing, Doing{state_.halted, state_.shard}.bits());
    state_.halted = 0;
  }

  /// Its caller has failed, and ends: that it stands still from here on is no hang.
  void fail() {
    uint64_t* doing = ledger_.row(hand_.seat) + kRowDoing;
    Doing was = Doing::of(Memory::load(doing));
    was.still = true;
    Memory::note(doing, was.bits());
  }

  /// It is to go: at the next step border, where it holds nothing that others would have to compute again.
  void leave() { state_.leaving = true; }

 private:
  /// What a fenced agent still holds comes too late: it is counted once, and stays unpublished.
  Action refused() {
    const uint32_t late = state_.held_count + (state_.computing ? 1 : 0);
    if (late > 0) Memory::count(ledger_.row(hand_.seat) + kRowRefused, late);
    state_.held_count = 0;
    state_.computing = state_.checking = false;
    return Action::kRetired;
  }

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
    Life life = hand_.claims.life();
    life.state = Life::kAdmitted;
    uint64_t seen = life.bits();
    life.state = Life::kAlive;
    Memory::exchange_if(&ledger_.lives[hand_.seat], seen, life.bits());
    hand_.announce();
    return Move::kAgain;
  }

  bool alone() const {
    for (uint32_t seat = 0; seat < ledger_.shape.seats; seat++)
      if (seat != hand_.seat && Life::of(Memory::load(&ledger_.lives[seat])).state == Life::kAlive)
        return false;
    return true;
  }

  Move work_on_step(uint64_t tag) {
    if (tag != state_.tag) {
      if (state_.leaving) return hand_.act(Action::kLeft);
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
    if (state_.closing && !(due && step == Memory::load(ledger_.total))) return hand_.act(Action::kFinished);
    if (state_.evaluating) return hand_.act(Action::kEvaluate);

    bool summed = state_.closing, agreed = state_.closing;
    if (!state_.closing) {
      if (state_.computing) return gradients_.start();
      const uint64_t cover = Memory::load(ledger_.cover);
      const bool frozen = Word::of(cover).tag == tag;
      const Move move = frozen ? sum_chunks(hand_, cover, summed) : gradients_.compute();
      if (move != Move::kNothing) return move;
      if (gradients_.take_check(agreed)) return gradients_.start();
    }
    if (due) {
      bool complete = false;
      const Move move = evaluate(complete);
      if (move != Move::kNothing) return move;
      if (!complete) return Move::kNothing;
    }
    if (!Rule::kAgreedBeforeDecision) agreed = true;
    if (!summed || !agreed || hand_.faults.reserved(step, kDecide, 0)) return Move::kNothing;
    return hand_.halts(kDecide) ? hand_.act(Action::kHalted) : hand_.act(Action::kDecide);
  }

  Move evaluate(bool& complete) {
    complete = true;
    for (uint32_t b = 0; b < ledger_.shape.evaluations; b++) {
      if (Word::of(Memory::load(&ledger_.evaluations[b])).tag == state_.tag) continue;
      complete = false;
      const uint64_t claimed = Memory::load(&ledger_.evaluation_claims[b]);
      if (!hand_.claims.claimable(Word::of(claimed)) ||
          hand_.faults.reserved(hand_.round().step, kEvaluate, b))
        continue;
      if (!hand_.claims.claim(&ledger_.evaluation_claims[b], claimed)) continue;
      state_.evaluation = b;
      state_.evaluating = true;
      return hand_.act(Action::kEvaluate);
    }
    return Move::kNothing;
  }

  Move follow(uint64_t named) {
    if (!decisions_.know(named)) return Move::kAgain;
    switch (hand_.work.verdict(state_.record)) {
      case Verdict::kApply:
      case Verdict::kSkip:
        return updates_.update();
      case Verdict::kRetry:
        return decisions_.retry();
      default:
        return hand_.act(Action::kFinished);
    }
  }

  Hand<Memory, Work, Rule> hand_;
  const Ledger& ledger_;
  StepperState& state_;
  Gradients<Memory, Work, Rule> gradients_;
  Decisions<Memory, Work, Rule> decisions_;
  Updates<Memory, Work, Rule> updates_;
};

}  // namespace troupe::core

// One agent's stepper with everything it points to, owned by a JavaScript external.
#pragma once
#include <sys/syscall.h>
#include <unistd.h>

#include <memory>

#include "arena/step_work.h"
#include "core/native_mark.h"

namespace troupe::arena {

/// What `next` tells JavaScript, as doubles in memory that JavaScript reads.
enum Status : uint32_t {
  kStep,
  kAttempt,
  kShard,
  kBatch,
  kEvaluationBatch,
  kHaltedPhase,
  kClosing,
  kStatusLength
};

class Agent {
 public:
  using Stepper = core::Stepper<core::SharedMemory, StepWork>;

  Agent(const core::Ledger& ledger, uint32_t seat, ArenaPlan plan, SharedState shared, int threads,
        double* status)
      : threads(threads),
        work(ledger, seat, std::move(plan), std::move(shared)),
        held_(ledger.shape.shards),
        free_(ledger.slots()),
        cover_(ledger.shape.shards),
        record_(ledger.shape.scalars),
        status_(status) {
    state_.slots = ledger.slots();
    state_.held = held_.data();
    state_.free = free_.data();
    state_.cover = cover_.data();
    state_.record = record_.data();
    stepper = std::make_unique<Stepper>(ledger, work, seat, state_);
    row_ = ledger.row(seat);
    core::SharedMemory::store(row_ + core::kRowThread, static_cast<uint64_t>(syscall(SYS_gettid)));
    core::native_mark = row_ + core::kRowCall;
  }
  /// In the thread that made it: the row outlives the thread, but the next thread's calls are not this one's.
  ~Agent() {
    if (core::native_mark == row_ + core::kRowCall) core::native_mark = nullptr;
  }

  core::Action next(uint64_t limit_ns) {
    const uint64_t spent = work.lap(core::kLapCompute);
    if (state_.action == core::Action::kCompute) pace(spent);
    core::SharedMemory::count(row_ + core::kRowBeat);
    const core::Action action = stepper->next(limit_ns);
    note(action);
    status_[kStep] = static_cast<double>(stepper->round().step);
    status_[kAttempt] = stepper->round().attempt;
    status_[kShard] = state_.shard;
    status_[kBatch] = state_.batch;
    status_[kEvaluationBatch] = state_.evaluation;
    status_[kHaltedPhase] = state_.halted;
    status_[kClosing] = state_.closing;
    return action;
  }

  /// A shard took so long: others read from it what is better left to this agent. One that was interrupted
  /// counts for little.
  void pace(uint64_t spent_ns) {
    const uint64_t before = core::SharedMemory::load(row_ + core::kRowPace);
    core::SharedMemory::note(row_ + core::kRowPace,
                             before == 0 ? spent_ns : before - before / 4 + spent_ns / 4);
  }

  /// Where the agent is while JavaScript has it.
  void note(core::Action action) {
    using core::Action;
    core::Doing doing{};
    if (action == Action::kCompute) doing = {core::kForward, state_.shard};
    if (action == Action::kEvaluate) doing = {core::kEvaluate, state_.evaluation};
    if (action == Action::kDecide) doing = {core::kDecide, 0};
    if (action == Action::kHalted) doing = {state_.halted, state_.shard, true};
    if (action == Action::kFinished || action == Action::kAborted || action == Action::kRetired ||
        action == Action::kLeft)
      doing.still = true;
    core::SharedMemory::note(row_ + core::kRowDoing, doing.bits());
  }

  const core::StepperState& state() const { return state_; }

  int threads;
  StepWork work;
  std::unique_ptr<Stepper> stepper;

 private:
  core::StepperState state_{};
  std::vector<core::Held> held_;
  std::vector<uint32_t> free_;
  std::vector<core::CoverNode> cover_;
  std::vector<uint64_t> record_;
  double* status_;
  uint64_t* row_;
};

}  // namespace troupe::arena

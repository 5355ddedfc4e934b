// What the stepper's moves do to tensors and slots.
#pragma once
#include "arena/optimizers.h"
#include "arena/plan.h"
#include "core/memory.h"
#include "core/state_image.h"
#include "core/stepper.h"
#include "tensor/precompiled.h"
#include "tensor/random.h"

namespace troupe::arena {

/// The memory that all agents of a host share, and the optimizer that changes it.
struct SharedState {
  float* parameters;
  float* buffers;               ///< committed values of the floating buffers, laid out as in the tail
  float* best;                  ///< parameters and buffers of the best evaluation, or null
  double* running;              ///< scalars that go on from step to step
  std::vector<float*> moments;  ///< the optimizer's arrays, laid out as the parameters; then the average
  std::byte* staging;           ///< an image of the state, for chunks that a snapshot still needs
  const Optimizer* optimizer;
  float* average;  ///< the moving average of the parameters, which is evaluated and kept; or null
};

/// One agent's side of it. Everything here is called from that agent's thread.
class StepWork {
 public:
  StepWork(core::Ledger ledger, uint32_t seat, ArenaPlan plan, SharedState shared);

  /// The module's tensors: parameters alias the arena, floating buffers are the agent's own, and `constants`
  /// (buffers of other types) must not change.
  void bind(std::vector<at::Tensor> parameters, std::vector<at::Tensor> buffers,
            std::vector<at::Tensor> constants);

  /// Before a shard or an evaluation batch: buffers as committed, no gradients, versions noted. Gradients
  /// that can be written anywhere go straight to slot `into`, unless it is negative.
  void prepare(int64_t into);
  /// After it: the place of the first tensor of `bind` that was changed in place, or -1. Counts parameters
  /// first, then constants, then `inputs`.
  int64_t changed(const std::vector<at::Tensor>& inputs) const;
  /// Whether anybody drew from libtorch's default generator since `prepare`.
  bool drew() const { return tensor::default_generator_mark() != generator_; }
  /// The shard's loss and weight for its tail.
  void set_loss(float loss, float weight) { loss_ = loss, weight_ = weight; }
  void set_metrics(const double* values, double count);

  // ---- called by the stepper ----
  void begun(uint64_t step) noexcept;
  void put(uint32_t slot) { collect(slot, false); }
  void add(uint32_t slot) { collect(slot, true); }
  void merge(uint32_t left, uint32_t right) noexcept;
  /// What an injected fault does to a value that was computed.
  void spoil(uint32_t slot, core::Armed::Act act) noexcept;
  /// Whether the value in `slot` has the bits of a published leaf.
  bool same(uint32_t slot, core::Word leaf) const noexcept;
  bool finite(const core::CoverNode& node) const noexcept;
  void sum(const core::CoverNode* cover, uint32_t count, uint32_t chunk) noexcept;
  void update(uint32_t chunk, uint32_t seat, const core::CoverNode* cover, uint32_t count,
              const uint64_t* record) noexcept;
  void stage(uint32_t chunk) noexcept { core::copy_state(staging_, image_, state_, chunk); }
  void record(uint64_t step, const uint64_t* record) noexcept;
  void keep_evaluation(uint32_t batch) noexcept;
  core::Verdict verdict(const uint64_t* record) const noexcept;
  uint64_t lap(uint32_t lap) noexcept;

  // ---- for the decision ----
  /// Squares of all blocks in index order; the index of the first block that is not finite goes to `bad`, or
  /// -1.
  double norm_squared(int64_t& bad) const noexcept;
  double tail(int64_t element) const noexcept;
  /// For an optimizer that measures: the ratio of each parameter, in order, for an update with `scalars`
  /// (groups * scalars_per_group of them). Reads the sums where they lie; all agents get the same bits.
  void ratios(const core::CoverNode* cover, uint32_t count, const double* scalars,
              double* out) const noexcept;
  /// metrics + 1 doubles of evaluation batch `b`: the number of samples, then the metrics.
  const double* evaluation(uint32_t b) const noexcept;

  const ArenaPlan& plan() const { return plan_; }
  const SharedState& shared() const { return shared_; }

 private:
  void collect(uint32_t slot, bool add);
  SeatMemory memory_of(uint32_t seat) const {
    return SeatMemory(core::SharedMemory::load(&ledger_.bases[seat]), plan_);
  }
  float* slot(uint32_t index) const { return own_.slots + index * plan_.stride(); }
  const float* values_of(const core::CoverNode& node) const {
    return memory_of(node.word.seat).slots + node.word.place * plan_.stride();
  }
  /// Nothing is to be added up: this chunk of the sum stays in the slot of the cover's only node, which
  /// nobody changes before the commit. The tail is copied, since the decision looks for it where it was
  /// summed.
  bool lies_in_slot(uint32_t chunk, uint32_t count) const {
    return count == 1 && chunk != plan_.parameter_chunks();
  }
  uint32_t summer(uint32_t chunk) const {
    return core::Word::of(core::SharedMemory::load(&ledger_.sums[chunk])).seat;
  }

  core::Ledger ledger_;
  uint32_t seat_;
  ArenaPlan plan_;
  SharedState shared_;
  SeatMemory own_;
  core::StateShape state_;
  core::StateImage image_, staging_;
  std::vector<at::Tensor> parameters_, buffers_, constants_;
  std::vector<uint32_t> versions_;
  std::vector<Summand> summands_;
  std::vector<double> metrics_;
  float loss_ = 0, weight_ = 1;
  uint64_t generator_ = 0;
  uint64_t last_lap_;
};

}  // namespace troupe::arena

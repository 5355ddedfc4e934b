// How a run's parameters lie in the arena; made by src/arena/layout.ts, the same for every agent.
#pragma once
#include <cstdint>
#include <vector>

#include "arena/tree_sum.h"

namespace troupe::arena {

/// A decision record: doubles as bits, so that every agent uses the very same scalars.
///
///     | head (9) | running scalars | evaluation metrics | optimizer scalars of each group … | ratios … |
enum Record : uint32_t {
  kVerdict = 0,      ///< core::Verdict
  kKeepBest = 1,     ///< 1: copy the parameters as they are before this update, the best so far
  kBufferScale = 2,  ///< 1/S
  kLoss = 3,
  kNorm = 4,
  kRate = 5,
  kEvaluation = 6,  ///< 1 + the number of the evaluation whose metrics follow, or 0
  kClip = 7,
  kAverageKeep = 8,  ///< what the moving average keeps of itself
  kRunning = 9,
};

/// A run of elements that one parameter group updates; padding between parameters belongs to the one before.
/// Where the optimizer measures tensors, each parameter is a span of its own.
struct Span {
  int64_t begin, end;
  uint32_t group;
  uint32_t parameter;  ///< the first one in it
};

/// All counts are float32 elements unless said otherwise. A slot and a result region look alike:
///
///     | parameters, each on 64 bytes … padding to a block | tail: loss, weight, buffers … padding |
struct ArenaPlan {
  int64_t elements;        ///< parameters with padding, a multiple of kBlock
  int64_t tail;            ///< elements of the tail, with padding to 16
  int64_t chunk_elements;  ///< of every chunk but the tail's, a multiple of kBlock
  uint32_t slots;          ///< of a seat: Ledger::slots
  uint32_t shards, chunks, metrics, evaluations, running, groups, scalars_per_group;
  uint32_t ratios;                        ///< in a decision record: one for each parameter, or 0
  std::vector<int64_t> offsets, lengths;  ///< per parameter
  std::vector<int64_t> buffer_offsets, buffer_lengths;  ///< per floating buffer, from the start of the tail
  std::vector<Span> spans;

  uint32_t scalars_at() const { return kRunning + running + metrics; }
  uint32_t ratios_at() const { return scalars_at() + groups * scalars_per_group; }
  uint32_t record_length() const { return ratios_at() + ratios; }
  int64_t stride() const { return elements + tail; }
  uint32_t parameter_chunks() const { return chunks - 1; }
  int64_t blocks() const { return elements / kBlock; }
  int64_t begin_of(uint32_t chunk) const {
    return chunk < parameter_chunks() ? chunk * chunk_elements : elements;
  }
  int64_t length_of(uint32_t chunk) const {
    if (chunk == parameter_chunks()) return tail;
    return std::min(chunk_elements, elements - chunk * chunk_elements);
  }
};

/// The tail begins with these.
enum Tail : int64_t { kTailLoss = 0, kTailWeight = 1, kTailBuffers = 16 };

/// The memory of one seat.
///
///     | slots | result region | squares per block (double) | evaluation metrics (double) |
struct SeatMemory {
  float* slots;
  float* results;
  double* squares;
  double* evaluations;

  SeatMemory(uint64_t base, const ArenaPlan& plan) {
    slots = reinterpret_cast<float*>(base);
    results = slots + plan.slots * plan.stride();
    squares = reinterpret_cast<double*>(results + plan.stride());
    evaluations = squares + (plan.blocks() + 7) / 8 * 8;
  }
};

}  // namespace troupe::arena

// The optimizers' arithmetic, one noexcept kernel each, shared by the arena's update and by `optim.*.step()`.
#pragma once
#include <cstdint>
#include <string_view>

namespace troupe::arena {

/// Updates `n` elements of a parameter in place.
///
/// Every element of `grad` is multiplied by scalars[0] (1/S times the clip factor, negative to maximize) and
/// then held within ±scalars[1] on the way in, and never written; `state[k]` is the k-th moment of the same
/// `n` elements. Every other scalar was computed once, by the deciding agent, and reaches all agents as bits.
/// Elementwise: any partition of the elements gives the same bits.
using OptimizerKernel = void (*)(float* parameter, const float* grad, float* const* state, int64_t n,
                                 const double* scalars) noexcept;

/// Sums of squares of a tensor and of the step that an update would take along it, for optimizers that weigh
/// the two. Sixteen lanes each, by the element's place in the tensor modulo 16, so that pieces that begin at
/// multiples of 16 can be added one after the other, wherever the cuts are.
struct Lengths {
  double parameter[16] = {}, step[16] = {};
};

/// Adds `n` elements to `lengths`; changes nothing else.
using OptimizerMeasure = void (*)(const float* parameter, const float* grad, const float* const* state,
                                  int64_t n, const double* scalars, Lengths& lengths) noexcept;

struct Optimizer {
  std::string_view name;
  int states;   ///< float arrays the size of the parameters
  int scalars;  ///< doubles the kernel reads
  OptimizerKernel kernel;
  /// Not null: the last scalar is the ratio of each tensor's lengths, and is measured before the update.
  OptimizerMeasure measure = nullptr;
};

/// Null when there is none of that name.
const Optimizer* find_optimizer(std::string_view name) noexcept;

/// |parameter| / |step|, or 1 when either is zero.
double ratio_of(const Lengths& lengths) noexcept;

/// average = keep · average + (1 - keep) · parameters: the moving average of weights.
void average(float* average, const float* parameters, int64_t n, double keep) noexcept;

}  // namespace troupe::arena

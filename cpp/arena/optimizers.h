// The optimizers' arithmetic, one noexcept kernel each, shared by the arena's update and by `optim.*.step()`.
#pragma once
#include <cstdint>
#include <string_view>

namespace troupe::arena {

/// Updates `n` elements of a parameter in place.
///
/// `grad` is multiplied by scalars[0] (1/S times the clip factor) on the way in and never written; `state[k]`
/// is the k-th moment of the same `n` elements. Every other scalar was computed once, by the deciding agent,
/// and reaches all agents as bits. Elementwise: any partition of the elements gives the same bits.
using OptimizerKernel = void (*)(float* parameter, const float* grad, float* const* state, int64_t n,
                                 const double* scalars) noexcept;

struct Optimizer {
  std::string_view name;
  int states;   ///< float arrays the size of the parameters
  int scalars;  ///< doubles the kernel reads
  OptimizerKernel kernel;
};

/// Names: "sgd", "adam". Null when there is none of that name.
const Optimizer* find_optimizer(std::string_view name) noexcept;

}  // namespace troupe::arena

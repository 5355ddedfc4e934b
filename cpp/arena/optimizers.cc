#include "arena/optimizers.h"

#include <cmath>

#include "arena/kernels/kernels.h"

namespace troupe::arena {
namespace {

constexpr Optimizer kOptimizers[] = {
    {"sgd", 1, 8, kernels::sgd},
    {"adam", 2, 10, kernels::adam},
    {"amsgrad", 3, 10, kernels::amsgrad},
    {"nadam", 2, 10, kernels::nadam},
    {"rmsprop", 1, 8, kernels::rmsprop},
    {"rmspropMomentum", 2, 8, kernels::rmsprop_momentum},
    {"rmspropCentered", 2, 8, kernels::rmsprop_centered},
    {"rmspropCenteredMomentum", 3, 8, kernels::rmsprop_centered_momentum},
    {"adagrad", 1, 6, kernels::adagrad},
    {"adadelta", 2, 6, kernels::adadelta},
    {"lion", 1, 6, kernels::lion},
    {"lamb", 2, 10, kernels::lamb, kernels::lamb_lengths},
};

}  // namespace

const Optimizer* find_optimizer(std::string_view name) noexcept {
  for (const Optimizer& optimizer : kOptimizers)
    if (optimizer.name == name) return &optimizer;
  return nullptr;
}

double ratio_of(const Lengths& lengths) noexcept {
  double parameter = 0, step = 0;
  for (int lane = 0; lane < 16; lane++) {
    parameter += lengths.parameter[lane];
    step += lengths.step[lane];
  }
  return parameter > 0 && step > 0 ? std::sqrt(parameter) / std::sqrt(step) : 1;
}

}  // namespace troupe::arena
